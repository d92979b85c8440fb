"""The main job: the steps of a load in their order."""
