interface Props {
  readonly text: string;
  /** from … to (excluded); null marks nothing */
  readonly mark: readonly [from: number, to: number] | null;
}

/** A text with the part that fits what was typed marked. */
export function Highlight({ text, mark }: Props) {
  if (!mark) return text;
  const [from, to] = mark;
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  );
}
