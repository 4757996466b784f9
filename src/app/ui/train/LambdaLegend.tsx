/** @file The scale under the diagram: thickness, colour and dash from −max to +max. */
import { formatFixed } from '../../charts/format.ts';
import { cableWidth, isHairline, lambdaColor, scaleDigits } from '../../charts/lambda-scale.ts';

const STEPS = [-1, -0.75, -0.5, -0.3, -0.15, 0, 0.15, 0.3, 0.5, 0.75, 1];
const WIDTH = 170;

export function LambdaLegend({ max }: { max: number }) {
  const step = WIDTH / STEPS.length;
  const digits = scaleDigits(max);
  return (
    <span className="scale">
      {formatFixed(-max, digits)}
      <svg
        width={WIDTH}
        height="12"
        viewBox={`0 0 ${WIDTH} 12`}
        role="img"
        aria-label={`Scale of λ from ${-max} to ${max}; negative is broken`}
      >
        {STEPS.map((at, i) => (
          <line
            key={at}
            x1={i * step}
            x2={(i + 1) * step}
            y1="6"
            y2="6"
            style={{
              stroke: lambdaColor(at * max, max),
              strokeWidth: cableWidth(at * max, max),
              strokeDasharray: at < 0 && !isHairline(at * max, max) ? '5 2' : 'none',
            }}
          />
        ))}
      </svg>
      +{formatFixed(max, digits)}
    </span>
  );
}
