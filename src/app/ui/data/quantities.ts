/**
 * @file What can be measured of the original files along one axis, such as lengths, for the rows of the data report. Pure.
 */
import type { ParsedSample, SampleFacts } from '../../../worker/parse-protocol.ts';

export interface Quantity {
  /** `Length`. */
  title: string;
  unit: string;
  values: number[];
}

type FactsOf<M extends SampleFacts['modality']> = Extract<SampleFacts, { modality: M }>;

/** None for no samples; frames without times have no length. @param samples of one modality */
export function quantitiesOf(samples: readonly Pick<ParsedSample, 'facts'>[]): Quantity[] {
  const [first] = samples;
  if (!first) return [];
  const all = samples.map(({ facts }) => facts);
  switch (first.facts.modality) {
    case 'image':
      return [];
    case 'audio': {
      const facts = all as FactsOf<'audio'>[];
      return [
        { title: 'Length', unit: 's', values: facts.map(({ seconds }) => rounded(seconds)) },
        { title: 'Sample rate', unit: 'kHz', values: facts.map(({ sampleRate }) => sampleRate / 1000) },
      ];
    }
    case 'point': {
      const facts = all as FactsOf<'point'>[];
      const surfaces = facts.filter(({ triangles }) => triangles > 0);
      const clouds = facts.filter(({ triangles }) => triangles === 0);
      return [
        ...(surfaces.length > 0 ? [{ title: 'Surfaces', unit: 'triangles', values: surfaces.map(({ triangles }) => triangles) }] : []),
        ...(clouds.length > 0 ? [{ title: 'Clouds', unit: 'points', values: clouds.map(({ points }) => points) }] : []),
      ];
    }
    case 'video': {
      const facts = all as FactsOf<'video'>[];
      const timed = facts.filter(({ seconds }) => seconds > 0);
      return timed.length > 0 ? [{ title: 'Length', unit: 's', values: timed.map(({ seconds }) => rounded(seconds)) }] : [];
    }
    default:
      return first.facts satisfies never;
  }
}

/** Seconds to the hundredth: codecs add a frame or two to what was recorded. */
function rounded(seconds: number): number {
  return seconds < 0.05 ? seconds : Math.round(100 * seconds) / 100;
}
