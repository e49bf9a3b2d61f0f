app_name = "fairness"
urlpatterns: list[object] = []
