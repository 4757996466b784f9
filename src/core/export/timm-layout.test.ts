/** @file timm cuts width × ratio down to a whole number: whatever ratio a config states, no hidden unit may be lost there. */
import { expect, test } from 'vitest';
import { MICRO } from '../../../test/micro-experiment.ts';
import { timmModel } from './timm-layout.ts';

test.each([24, 32, 49, 192, 384, 768])('width %i: every hidden size survives int(width · mlp_ratio)', (embedDim) => {
  for (let hidden = 1; hidden <= 5 * embedDim; hidden++) {
    for (const mlpRatio of [hidden / embedDim, Number((hidden / embedDim).toFixed(7)), Math.floor((hidden / embedDim) * 1e7) / 1e7]) {
      const { args } = timmModel({ ...MICRO, embedDim, mlpRatio });
      if (Math.trunc(embedDim * (args.mlp_ratio as number)) !== hidden) expect.fail(`${mlpRatio} loses a unit of ${hidden}`);
    }
  }
});
