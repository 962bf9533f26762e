"""The headless conversation that every shell renders: commands, filters, history, worker, index status, builds."""
