/**
 * @file What each of the four decoders gives and how it is asked. Types only; `decode-sample.ts` chooses among them.
 */
import type { DropSource } from '../drop-source.ts';
import type { RecordValues } from '../record-form.ts';
import type { SampleFacts } from '../sample-facts.ts';

export interface DecodedSample {
  /** Of the form that was asked for; a new array for each. */
  values: RecordValues;
  facts: SampleFacts;
}

/**
 * @param limitMs longest time without a sign from the browser's decoder; beyond it `…-slow`
 * @throws PlaygroundError with a code, a sentence and a hint for whatever is wrong with the file
 */
export type DecodeSample = (source: DropSource, limitMs: number) => Promise<DecodedSample>;
