/**
 * @file The cables of the pathway diagram: one SVG path a joined layer, thick and coloured by λ, broken when
 * negative, a grey hairline near zero, crossing when the depth order is reversed. Values are printed on them.
 */
import { memo } from 'react';
import { formatLambda } from '../../charts/format.ts';
import { cableWidth, isHairline, lambdaColor } from '../../charts/lambda-scale.ts';
import { linkKey, type PathwayLayout, type PathwayModel, type Place, partnerOf, rowMiddle } from './pathway-model.ts';

interface PathwayCablesProps {
  model: PathwayModel;
  layout: PathwayLayout;
  /** Width between the two columns in px. */
  width: number;
  selected: Place | null;
}

/** Values are printed only where a row has room for them. */
const ROOM_FOR_VALUES = 10.5;
const LABEL = 46;

function cablePath(width: number, from: number, to: number): string {
  if (from === to) return `M0 ${from}H${width}`;
  const straight = LABEL + 16;
  const bend = (width - straight) * 0.45;
  return `M0 ${from}H${straight}C${straight + bend} ${from} ${width - bend} ${to} ${width} ${to}`;
}

function Socket({ x, y, fixed }: { x: number; y: number; fixed: boolean }) {
  return fixed ? (
    <rect className="socket" x={x - 2.4} y={y - 2.4} width="4.8" height="4.8" />
  ) : (
    <circle className="socket" cx={x} cy={y} r="2.4" />
  );
}

export const PathwayCables = memo(function PathwayCables({ model, layout, width, selected }: PathwayCablesProps) {
  const printed = layout.row >= ROOM_FOR_VALUES;
  const cables = [];
  for (let block = 0; block < model.depth; block++) {
    for (const [index, layer] of model.rows.entries()) {
      const key = linkKey({ block, layer });
      const lambda = model.lambdas.get(key);
      if (lambda === undefined) continue;
      const y = rowMiddle(layout, block, index);
      const end = rowMiddle(layout, partnerOf(model, block), index);
      const on = selected?.block === block && selected.layer === layer;
      cables.push({ key, lambda, y, end, on });
    }
  }
  const labelX = model.reversed ? LABEL / 2 + 10 : width / 2;
  return (
    <svg className="cables" width={width} height={layout.total} viewBox={`0 0 ${width} ${layout.total}`} aria-hidden="true">
      {cables.map(({ key, lambda, y, end, on }) => (
        <path
          key={key}
          className={on ? 'cable on' : 'cable'}
          d={cablePath(width, y, end)}
          style={{
            stroke: lambdaColor(lambda, model.max),
            strokeWidth: cableWidth(lambda, model.max, layout.row),
            strokeDasharray: lambda < 0 && !isHairline(lambda, model.max) ? '5 2' : 'none',
          }}
        />
      ))}
      {layout.row >= 6 &&
        cables.map(({ key, y, end }) => (
          <g key={key}>
            <Socket x={0} y={y} fixed={model.fixed} />
            <Socket x={width} y={end} fixed={model.fixed} />
          </g>
        ))}
      {cables
        .filter(({ on }) => printed || on)
        .sort((a, b) => Number(a.on) - Number(b.on))
        .map(({ key, lambda, y, on }) => (
          <g key={key} className={on ? 'value on' : isHairline(lambda, model.max) ? 'value faint' : 'value'}>
            <rect x={labelX - LABEL / 2} y={y - 5.8} width={LABEL} height="11.6" rx="2" />
            <text x={labelX} y={y + 3.8}>
              {formatLambda(lambda)}
            </text>
          </g>
        ))}
    </svg>
  );
});
