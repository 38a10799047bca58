// Stands in for "server-only" where there is no browser bundle to guard.
