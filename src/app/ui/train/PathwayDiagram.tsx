/**
 * @file The pathway diagram: blocks of the target on the left, of the auxiliary on the right, one cable a
 * joined linear layer. A block is one focusable group with a spoken summary; arrow keys or a press walk its
 * λ, the line below reads out the chosen one.
 */
import { type ReactNode, useState } from 'react';
import { formatFixed, formatLambda } from '../../charts/format.ts';
import { LambdaLegend } from './LambdaLegend.tsx';
import { PathwayCables } from './PathwayCables.tsx';
import { linkKey, type PathwayModel, type Place, partnerOf, pathwayLayout, strongest } from './pathway-model.ts';
import { useBoxWidth, useNarrow } from './use-box.ts';

interface PathwayDiagramProps {
  model: PathwayModel;
  /** Model pickers and formula above the columns. */
  head: ReactNode;
  /** `64 image patches in`, `6 scores out`. */
  tokensIn: string;
  scoresOut: string;
  /** Which moment is shown: `live, step 313`, `before step 1`. */
  tag: ReactNode;
  /** Why nothing is joined: the right side is empty and says so. Null when there is an auxiliary that fits. */
  unjoined: string | null;
}

function summary(model: PathwayModel, block: number): string {
  const values = model.rows.map((layer) => {
    const lambda = model.lambdas.get(linkKey({ block, layer }));
    return `${layer} ${lambda === undefined ? 'not joined' : formatLambda(lambda)}`;
  });
  const partner = model.reversed ? `, joined to auxiliary block ${partnerOf(model, block)}` : '';
  return `Block ${block}${partner}: ${values.join(', ')}`;
}

function readout(model: PathwayModel, { block, layer }: Place): { lambda: string; size: string | null } {
  const key = linkKey({ block, layer });
  const lambda = model.lambdas.get(key);
  const ratio = model.ratios.get(key);
  return {
    lambda: lambda === undefined ? 'not joined' : formatLambda(lambda),
    size: lambda === undefined || ratio === undefined ? null : `${formatFixed(Math.abs(lambda) * ratio * 100, 1)} %`,
  };
}

export function PathwayDiagram({ model, head, tokensIn, scoresOut, tag, unjoined }: PathwayDiagramProps) {
  const hasAuxiliary = unjoined === null;
  const [chosen, setChosen] = useState<Place | null>(null);
  const [spoken, setSpoken] = useState('');
  const [middle, width] = useBoxWidth<HTMLDivElement>(218);
  const narrow = useNarrow();
  const layout = pathwayLayout(model.depth, model.rows.length, narrow);
  const known = chosen && chosen.block < model.depth && model.rows.includes(chosen.layer) ? chosen : null;
  const selected = hasAuxiliary ? (known ?? strongest(model)) : null;

  const choose = (place: Place) => {
    setChosen(place);
    const { lambda, size } = readout(model, place);
    setSpoken(`Block ${place.block}, ${place.layer}: λ ${lambda}${size === null ? '' : `, size ${size} of W`}`);
  };
  const walk = (block: number, by: 1 | -1) => {
    const at = selected?.block === block && known ? model.rows.indexOf(selected.layer) : by > 0 ? -1 : model.rows.length;
    const layer = model.rows[(at + by + model.rows.length) % model.rows.length];
    if (layer) choose({ block, layer });
  };
  const press = (block: number, event: React.MouseEvent<HTMLElement>) => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top - layout.pad;
    const layer = model.rows[Math.max(0, Math.min(model.rows.length - 1, Math.floor(y / layout.row)))];
    if (layer) choose({ block, layer });
  };
  const labelled = layout.row >= 7;
  const linears = (block: number) =>
    labelled ? (
      <span className="lin">
        {model.rows.map((layer) => {
          const on = selected?.block === block && selected.layer === layer;
          return (
            <span key={layer} className={on ? 'on' : model.lambdas.has(linkKey({ block, layer })) || !hasAuxiliary ? '' : 'off'}>
              {layer}
            </span>
          );
        })}
      </span>
    ) : (
      <span />
    );

  return (
    <figure
      className="dia"
      aria-label={`Pathway diagram: ${model.lambdas.size} linear layers of the target are joined to the auxiliary by one λ each`}
    >
      {head}
      <p className="dia-io">
        <span>{tokensIn}</span>
        {tag}
      </p>
      <div
        className={hasAuxiliary ? 'dia-rows' : 'dia-rows alone'}
        style={{ '--row': `${layout.row}px`, '--pad': `${layout.pad - 1}px`, '--gap': `${layout.gap}px` }}
        data-dense={labelled && layout.row < 10 ? true : undefined}
      >
        <ol className="dia-side dia-t">
          {Array.from({ length: model.depth }, (_, block) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the block
            <li key={block}>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
              <div
                className="node node-t"
                role="group"
                aria-roledescription="block"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the λ of the block
                tabIndex={0}
                aria-label={summary(model, block)}
                style={{ height: layout.block }}
                onKeyDown={(event) => {
                  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
                  event.preventDefault();
                  walk(block, event.key === 'ArrowDown' ? 1 : -1);
                }}
                onClick={(event) => press(block, event)}
              >
                <i>{block}</i>
                {linears(block)}
              </div>
            </li>
          ))}
        </ol>
        <div className="dia-mid" ref={middle}>
          {hasAuxiliary ? (
            <PathwayCables model={model} layout={layout} width={width} selected={selected} />
          ) : (
            <p className="no-aux">{unjoined}</p>
          )}
        </div>
        {hasAuxiliary && (
          <ol className="dia-side dia-a" aria-hidden="true">
            {Array.from({ length: model.depth }, (_, block) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the block
              <li key={block}>
                {/* biome-ignore lint/a11y/noStaticElementInteractions: the same place as the target's block, which has the keys */}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
                <div className="node node-a" style={{ height: layout.block }} onClick={(event) => press(partnerOf(model, block), event)}>
                  {linears(partnerOf(model, block))}
                  <i>{block}</i>
                </div>
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className="dia-foot">
        <span className="out">{scoresOut}</span>
        {hasAuxiliary && <LambdaLegend max={model.max} />}
      </div>
      {hasAuxiliary && <Readout model={model} selected={selected} />}
      <p className="sr" aria-live="polite">
        {spoken}
      </p>
    </figure>
  );
}

function Readout({ model, selected }: { model: PathwayModel; selected: Place | null }) {
  const fixed = model.fixed ? <span>λ is fixed</span> : null;
  if (!selected)
    return (
      <p className="readout">
        <span>
          Every <span className="mx">λ</span> is 0: both arms are the same function.
        </span>
        {fixed}
      </p>
    );
  const { lambda, size } = readout(model, selected);
  return (
    <p className="readout">
      <b>
        Block {selected.block} · {selected.layer}
      </b>
      <span>
        <span className="mx">λ</span> {lambda === 'not joined' ? lambda : `= ${lambda}`}
      </span>
      {size !== null && (
        <span>
          size {size} of <span className="mx">W</span>
        </span>
      )}
      {fixed}
    </p>
  );
}
