"""Speed as ratios within one run, and relevance on judged queries. `make bench` runs everything."""
