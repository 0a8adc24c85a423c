# A package, so that pytest puts the stage of these modules away before the next one begins.
