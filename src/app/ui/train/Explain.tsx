/** @file For a first visit: how to read the diagram, and why the comparison is fair. */

import { formatFixed } from '../../charts/format.ts';
import { Formula } from '../common/Formula.tsx';
import { RECORDED_LAMBDAS } from './recorded-example.ts';

/** A short piece of cable for the key. */
function Key({ color, width, dash }: { color: string; width: number; dash?: string }) {
  return (
    <svg className="k" width="34" height="10" viewBox="0 0 34 10" aria-hidden="true">
      <line x1="0" x2="34" y1="5" y2="5" style={{ stroke: `var(${color})`, strokeWidth: width, strokeDasharray: dash ?? 'none' }} />
    </svg>
  );
}

export function Explain() {
  const example = formatFixed(RECORDED_LAMBDAS[5]?.[2] ?? 0, 2);
  return (
    <section className="explain" aria-labelledby="how-t">
      <h3 id="how-t">How to read this picture</h3>
      <dl>
        <div>
          <dt>Left, the target</dt>
          <dd>It sees your data. Six blocks, four linear layers in each.</dd>
        </div>
        <div>
          <dt>Right, the auxiliary</dt>
          <dd>It was trained on another modality. It never sees your data; it lends its weights.</dd>
        </div>
        <div>
          <dt>
            Each line, one <span className="mx">λ</span>
          </dt>
          <dd>
            <Key color="--lambda-p4" width={8} />
            positive: blue, unbroken
          </dd>
          <dd>
            <Key color="--lambda-n4" width={8} dash="5 2" />
            negative: orange, broken
          </dd>
          <dd>
            <Key color="--lambda-zero" width={1} />
            near 0: a grey hairline
          </dd>
        </div>
        <div>
          <dt>For example</dt>
          <dd>
            In block 5, fc1 uses{' '}
            <span className="eqn">
              <span className="mx">W</span> + {example} · <span className="mx">W</span>
              <sub>aux</sub>
            </span>{' '}
            in place of <span className="mx">W</span>. Training finds the {example}.
          </dd>
        </div>
      </dl>
      <p className="help">The values shown are from a recorded demo run on synthetic pictures.</p>
    </section>
  );
}

export function FairNotes() {
  return (
    <div className="notes">
      <div>
        <h3>Same start</h3>
        <p>
          Each <span className="mx">λ</span> starts at 0, so before the first step both arms are the same function.
        </p>
      </div>
      <div>
        <h3>Same luck</h3>
        <p>A seed fixes the first head and the order of batches for both arms. The split has its own seed and is the same for all.</p>
      </div>
      <div>
        <h3>Same cost</h3>
        <p>
          After training <Formula /> folds into one matrix. The merged model is as small as the baseline.
        </p>
      </div>
    </div>
  );
}
