/**
 * @file What the page says about data behind an address before it is fetched, and while it comes. Plain text; the names in it
 * come from outside and are shown as text only.
 */
import { displayName } from '../../../core/data/display-name.ts';
import { LIMITS } from '../../../core/data/limits.ts';
import type { AddressProgress, DatasetPreview, FilePreview } from '../../../worker/address-protocol.ts';
import { formatBytes, formatCount, formatDuration, plural } from '../../charts/format.ts';

const KINDS: Readonly<Record<DatasetPreview['files'], readonly [one: string, many: string]>> = {
  parquet: ['parquet file', 'parquet files'],
  archives: ['archive', 'archives'],
  files: ['file', 'files'],
};
/** Names of other parts that are listed. */
const MOST_PARTS = 4;

/** One line a fact, the files first. */
export function datasetWords(preview: DatasetPreview): string[] {
  const { files, count, bytes, of, split, otherSplits, part, otherParts, isConverted, isCut } = preview;
  const [one, many] = KINDS[files];
  const where = `${split ? `, ${split} split` : ''}${part ? `, part ${displayName(part, 40)}` : ''}`;
  const isWhole = count >= of.files;
  const lines = [
    isWhole
      ? `${plural(count, one, many)}${where}, ${formatBytes(bytes)}.`
      : `${formatCount(count)} of ${plural(of.files, one, many)}${where}, ${formatBytes(bytes)} of ${formatBytes(of.bytes)}, spread over the whole.`,
  ];
  if (!isWhole)
    lines.push(`At most ${formatBytes(LIMITS.hubDatasetBytes)} and ${formatCount(LIMITS.hubDatasetFiles)} files are taken of one dataset.`);
  if (otherSplits.length > 0) lines.push(`Not taken: ${otherSplits.join(' and ')}. The page makes its own split.`);
  if (otherParts.length > 0) {
    const named = otherParts.slice(0, MOST_PARTS).map((name) => displayName(name || 'the top folder', 30));
    const more = otherParts.length > MOST_PARTS ? ` and ${otherParts.length - MOST_PARTS} more` : '';
    lines.push(`Other parts: ${named.join(', ')}${more}. Add /tree/main/ and the part to the address to choose one.`);
  }
  if (isConverted) lines.push('From the copy in parquet that Hugging Face keeps.');
  if (isCut) lines.push(`Only its first ${formatCount(LIMITS.hubListedFiles)} files were looked at.`);
  return lines;
}

export function fileWords({ host, bytes }: FilePreview): string {
  return bytes === null ? `At ${host}, which does not say how large it is.` : `${formatBytes(bytes)} at ${host}.`;
}

/** `12 MB of 40 MB, 3 of 12 files, about 20 s left`. */
export function progressWords({ loaded, total, done, of, msLeft }: AddressProgress & { msLeft: number | null }): string {
  const bytes = loaded === 0 ? '0 kB' : formatBytes(loaded);
  const parts = [total === null ? `${bytes} so far` : `${bytes} of ${formatBytes(total)}`];
  if (done !== undefined && of !== undefined && of > 1) parts.push(`${formatCount(done)} of ${formatCount(of)} files`);
  if (msLeft !== null) parts.push(`about ${formatDuration(msLeft)} left`);
  return parts.join(', ');
}
