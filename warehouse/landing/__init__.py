"""From files and feeds to batches of records that the contract has judged."""
