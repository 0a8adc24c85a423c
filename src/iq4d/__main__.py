from iq4d.cli import main

raise SystemExit(main())
