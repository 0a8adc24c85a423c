from django.urls import path

from iq4d.web.harvests.views import catching, harvest, looking

urlpatterns = [
    path("bycatch/", catching.bycatches, name="bycatches"),
    path("bycatch/<int:pk>/", catching.bycatch, name="bycatch"),
    path("bycatch/<int:pk>/away/", catching.bycatch_away, name="bycatch_away"),
    path("bycatch/<int:pk>/back/", catching.bycatch_back, name="bycatch_back"),
    path("harvest/", looking.own_period, name="own_period"),
    path("harvest/all/<slug:section>/", looking.own_period_all, name="own_period_all"),
    path("harvest/choose/", looking.choose, name="harvest_choose"),
    path("harvest/<int:pk>/", harvest.harvest, name="harvest_kept"),
    path("harvest/<int:pk>/ask/", harvest.harvest_ask, name="harvest_ask"),
    path("harvest/<int:pk>/pdf/", harvest.harvest_pdf, name="harvest_pdf"),
    path("harvest/<int:pk>/file/", harvest.harvest_file, name="harvest_file"),
    path("harvest/<int:pk>/delete/", harvest.harvest_delete, name="harvest_delete"),
    path("harvest/<int:pk>/<int:learning>/", harvest.learning, name="learning"),
    path("harvest/<int:pk>/<int:learning>/away/", harvest.learning_away, name="learning_away"),
    path("harvest/<int:pk>/<int:learning>/back/", harvest.learning_back, name="learning_back"),
]
