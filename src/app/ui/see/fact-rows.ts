/** @file What the viewer says of a sample, as terms and words: its file, what of it is used. Pure. */
import type { RecordForm } from '../../../core/data/record-form.ts';
import type { SampleFacts } from '../../../core/data/sample-facts.ts';
import { formatCount, formatFixed, plural } from '../../charts/format.ts';
import { recordSeconds } from './axis-ticks.ts';
import type { SeenSample } from './seen-sample.ts';
import { usedText } from './used-text.ts';

export type FactRow = readonly [term: string, text: string];

export function factRows({ path, facts }: SeenSample, form: RecordForm): FactRow[] {
  return facts === null ? [['Used', usedText(form)]] : [['File', path], ...fileRows(facts, form)];
}

function fileRows(facts: SampleFacts, form: RecordForm): FactRow[] {
  switch (facts.modality) {
    case 'image':
      return [
        ['Size', pixels(facts)],
        ['Used', `${usedText(form)}, the middle cut to that shape`],
      ];
    case 'audio':
      return [
        ['Length', seconds(facts.seconds)],
        ['Sampled', `${formatCount(facts.sampleRate)} Hz, ${channels(facts.channels)}`],
        ['Loudest', facts.peak > 0 ? `${formatFixed(20 * Math.log10(facts.peak), 1)} dB of full scale` : 'silent'],
        ['Used', `${form.modality === 'audio' ? usedSeconds(facts, recordSeconds(form)) : ''}${usedText(form)}`],
      ];
    case 'point':
      return [
        facts.triangles > 0 ? ['Surface', `${formatCount(facts.triangles)} triangles`] : ['Points', formatCount(facts.points)],
        ...(facts.dropped > 0 ? [['Left out', `${plural(facts.dropped, 'point')} that were no numbers`] as const] : []),
        ['Used', `${usedText(form)}, centred and scaled into a ball`],
      ];
    case 'video':
      return [
        ...(facts.seconds > 0 ? [['Length', seconds(facts.seconds)] as const] : []),
        ...(facts.frames > 0 ? [['Frames', formatCount(facts.frames)] as const] : []),
        ['Size', pixels(facts)],
        ['Used', usedText(form)],
      ];
    default:
      return facts satisfies never;
  }
}

function pixels({ width, height }: { width: number; height: number }): string {
  return `${formatCount(width)} × ${formatCount(height)} px`;
}

function channels(count: number): string {
  return count === 1 ? 'mono' : count === 2 ? 'stereo' : `${count} channels`;
}

function usedSeconds({ seconds: whole, startSeconds }: { seconds: number; startSeconds: number }, record: number): string {
  if (whole <= record + 0.01) return whole < record - 0.01 ? 'all of it, then silence; ' : 'all of it; ';
  return `${seconds(record)} from ${seconds(startSeconds)}; `;
}

/** `0.48 s`, `12.5 s`, `3 min 20 s`. */
export function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(2)} s`;
  if (value < 60) return `${value.toFixed(1)} s`;
  return `${Math.floor(value / 60)} min ${Math.floor(value % 60)} s`;
}
