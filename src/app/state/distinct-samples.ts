/**
 * @file Two samples with one path: the same sample counts once, because a copy could land in the test set of the one
 * that was trained on; another sample gets a path of its own. Pure; arrange-data.ts uses it before anything is shown.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import type { Problem } from '../../core/errors.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';

function isSame(a: ParsedSample, b: ParsedSample): boolean {
  return a.className === b.className && a.hash === b.hash;
}

/** `red/1.png` → `red/1 (2).png`. */
function numbered(path: string, count: number): string {
  const [, stem = path, ending = ''] = /^(.*?)(\.[^./]*)?$/.exec(path) ?? [];
  return `${stem} (${count})${ending}`;
}

/**
 * @param samples in the order in which they came; the first of two keeps its path
 * @returns samples with paths that are all different, and what was left out, in a sentence
 */
export function distinctSamples(samples: readonly ParsedSample[], modality: Modality): { samples: ParsedSample[]; twice: Problem | null } {
  const byPath = new Map<string, ParsedSample>();
  let copies = 0;
  for (const sample of samples) {
    let path = sample.path;
    let other = byPath.get(path);
    for (let count = 2; other && !isSame(other, sample); count++) {
      path = numbered(sample.path, count);
      other = byPath.get(path);
    }
    if (other) copies++;
    else byPath.set(path, path === sample.path ? sample : { ...sample, path });
  }
  return { samples: [...byPath.values()], twice: copies > 0 ? twiceProblem(copies, modality) : null };
}

function twiceProblem(copies: number, modality: Modality): Problem {
  const { one, many } = MODALITIES[modality];
  return {
    code: 'sample-twice',
    message: copies === 1 ? `One ${one} was there already.` : `${copies} ${many} were there already.`,
    hint: `The same ${one} under the same name is used once.`,
  };
}
