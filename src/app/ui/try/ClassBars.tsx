/**
 * @file The top classes of one model for one sample, as bars with percentages.
 */

interface Props {
  /** In class order; null where that model does not exist. */
  probabilities: readonly number[] | null;
  classNames: readonly string[];
}

const SHOWN = 3;

export function ClassBars({ probabilities, classNames }: Props) {
  if (!probabilities) return <p className="help">not trained</p>;
  const top = probabilities
    .map((share, label) => ({ share, name: classNames[label] ?? String(label) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, SHOWN);
  return (
    <ol className="bars">
      {top.map(({ share, name }, rank) => {
        const percent = `${Math.round(100 * share)} %`;
        return (
          <li key={name} className={rank === 0 ? 'first' : undefined}>
            <span className="bn">{name}</span>
            <span className="bv">{percent}</span>
            <span className="bb">
              <i style={{ '--p': percent.replace(' ', '') }} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
