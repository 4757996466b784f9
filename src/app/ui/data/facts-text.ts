/**
 * @file What is known of a sample's file, in a few words: size, length, and what of it is used.
 */
import { formText, type RecordForm } from '../../../core/data/record-form.ts';
import type { SampleFacts } from '../../../worker/parse-protocol.ts';
import { formatCount } from '../../charts/format.ts';

export function factsText(facts: SampleFacts, form: RecordForm): string {
  switch (facts.modality) {
    case 'image':
      return `${facts.width} × ${facts.height} px, used at ${formText(form)}`;
    case 'audio':
      return `${facts.seconds.toFixed(1)} s, used from ${facts.startSeconds < 0.05 ? 'its beginning' : `${facts.startSeconds.toFixed(1)} s on`}`;
    case 'point':
      return `${facts.triangles > 0 ? `${formatCount(facts.triangles)} triangles` : `${formatCount(facts.points)} points`}, used as ${formText(form)}`;
    case 'video':
      return `${facts.seconds.toFixed(1)} s, ${facts.width} × ${facts.height} px, used as ${formText(form)}`;
    default:
      return facts satisfies never;
  }
}
