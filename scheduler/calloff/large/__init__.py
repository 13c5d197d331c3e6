"""Large programmes: planned part by part, with bounds that add up over the parts."""
