/**
 * @file Depth × layer grid of λ with every value printed. A real table, so it is its own data twin; the tint
 * has its own scale, which ends at the largest |λ| of the grid.
 */
import { ChartFrame } from './ChartFrame.tsx';
import { formatFixed, formatSigned } from './format.ts';
import { layersOf, parseLambdaName } from './lambda-names.ts';
import { lambdaMaxOf, scaleDigits } from './lambda-scale.ts';

interface LambdaHeatMapProps {
  lambdaNames: readonly string[];
  /** In the order of the names. */
  values: readonly number[];
  /** Words for the moment shown. */
  when: string;
}

/** Strongest tint: ink on it still has 4.5:1 in both themes. */
const STRONGEST = 55;

function tint(value: number, max: number): string {
  const share = Math.round((Math.min(1, Math.abs(value) / max) || 0) * STRONGEST);
  return `color-mix(in oklab, var(--lambda-${value < 0 ? 'n4' : 'p4'}) ${share}%, var(--surface-work))`;
}

export function LambdaHeatMap({ lambdaNames, values, when }: LambdaHeatMapProps) {
  const layers = layersOf(lambdaNames);
  const at = new Map<string, number>();
  let depth = 0;
  lambdaNames.forEach((name, i) => {
    const parsed = parseLambdaName(name);
    if (!parsed) return;
    at.set(`${parsed.block} ${parsed.layer}`, values[i] ?? 0);
    depth = Math.max(depth, parsed.block + 1);
  });
  const max = lambdaMaxOf(values, 0.005);
  const digits = max >= 0.1 ? 2 : 3;
  // Six columns leave no room for the leading zero.
  const short = (text: string) => (layers.length > 4 ? text.replace('0.', '.') : text);
  return (
    <ChartFrame
      title="λ now"
      className="lam-grid"
      sub={when}
      fileName="lambda-grid"
      table={() => ({ head: ['name', 'lambda'], length: lambdaNames.length, row: (i) => [lambdaNames[i] ?? '', values[i] ?? null] })}
    >
      <table className="heat" data-depth={depth > 8 ? 'many' : 'few'}>
        <caption className="sr">λ by block and layer, {when}</caption>
        <thead>
          <tr>
            <th scope="col">block</th>
            {layers.map((layer) => (
              <th key={layer} scope="col">
                {layer}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: depth }, (_, block) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the block
            <tr key={block}>
              <th scope="row">{block}</th>
              {layers.map((layer) => {
                const value = at.get(`${block} ${layer}`);
                return (
                  <td key={layer} style={value === undefined ? undefined : { background: tint(value, max) }}>
                    {value === undefined ? '' : short(formatSigned(value, digits))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="heat-scale">
        <span>{formatFixed(-max, scaleDigits(max))}</span>
        <i aria-hidden="true" />
        <span>+{formatFixed(max, scaleDigits(max))}</span>
      </p>
    </ChartFrame>
  );
}
