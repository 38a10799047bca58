/** Points at the character of a query that cannot be read. */
export function QueryProblem({ text, problem }: { text: string; problem: { position: number; message: string } }) {
  const { position, message } = problem
  return (
    <div className="mt-1.5 overflow-x-auto rounded-(--radius) border bg-fault-soft px-2 py-1.5 text-xs">
      <pre className="font-mono text-2xs">
        {`${text}\n${' '.repeat(Math.min(position, text.length))}`}
        <span className="text-fault">^</span>
      </pre>
      <p>
        At character {position + 1}: {message}.
      </p>
    </div>
  )
}
