/** How a function (`f`) runs: what its configuration says, and whether any of its qualifiers has provisioned concurrency. */
export const MODES_SQL = `f.modes || case when exists (select 1 from provisioned_concurrency pc where pc.function_id = f.id)
         then array['provisioned'] else '{}'::text[] end as modes`
