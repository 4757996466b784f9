/**
 * @file What can be measured of the original files, one value a sample, for the rows of the data report. Pure.
 */
import type { ParsedSample, SampleFacts } from '../../../worker/parse-protocol.ts';

export interface Quantity {
  /** `Length`. */
  title: string;
  unit: string;
  values: number[];
}

type FactsOf<M extends SampleFacts['modality']> = Extract<SampleFacts, { modality: M }>;

/** Those that have a value for every sample; none for no samples. @param samples of one modality */
export function quantitiesOf(samples: readonly Pick<ParsedSample, 'facts'>[]): Quantity[] {
  const [first] = samples;
  if (!first) return [];
  const all = samples.map(({ facts }) => facts);
  switch (first.facts.modality) {
    case 'image': {
      const facts = all as FactsOf<'image'>[];
      return [
        { title: 'Width', unit: 'px', values: facts.map(({ width }) => width) },
        { title: 'Height', unit: 'px', values: facts.map(({ height }) => height) },
      ];
    }
    case 'audio': {
      const facts = all as FactsOf<'audio'>[];
      return [
        { title: 'Length', unit: 's', values: facts.map(({ seconds }) => seconds) },
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
      return [
        ...(timed.length > 0 ? [{ title: 'Length', unit: 's', values: timed.map(({ seconds }) => seconds) }] : []),
        { title: 'Width', unit: 'px', values: facts.map(({ width }) => width) },
      ];
    }
    default:
      return first.facts satisfies never;
  }
}
