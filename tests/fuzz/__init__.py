"""Whatever bytes and words there are: nothing but qabot's own errors, and no hanging. CONTRIBUTING.md says how long."""
