/**
 * @file What is known of a sample's file, in a few words: size, length, and what of it is used.
 */
import type { RecordForm } from '../../../core/data/record-form.ts';
import type { SampleFacts } from '../../../worker/parse-protocol.ts';
import { formatCount } from '../../charts/format.ts';
import { usedText } from '../see/used-text.ts';

export function factsText(facts: SampleFacts, form: RecordForm): string {
  switch (facts.modality) {
    case 'image':
      return `${facts.width}\u00a0×\u00a0${facts.height}\u00a0px, used at ${usedText(form)}`;
    case 'audio':
      return `${facts.seconds.toFixed(1)} s, used from ${facts.startSeconds < 0.05 ? 'its beginning' : `${facts.startSeconds.toFixed(1)} s on`}`;
    case 'point':
      return `${facts.triangles > 0 ? `${formatCount(facts.triangles)} triangles` : `${formatCount(facts.points)} points`}, used as ${usedText(form)}`;
    case 'video':
      return `${facts.seconds.toFixed(1)} s, ${facts.width}\u00a0×\u00a0${facts.height}\u00a0px, used as ${usedText(form)}`;
    default:
      return facts satisfies never;
  }
}
