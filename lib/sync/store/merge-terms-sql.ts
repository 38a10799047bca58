/** The terms of a trace with those of what is told of it now: what was true before may stand on, nothing may be missing. */
export const MERGE_TERMS = 'ARRAY(SELECT DISTINCT unnest(t.terms || r.terms))'
