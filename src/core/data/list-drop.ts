/**
 * @file From a drop to the list of samples of one modality in it, with their classes: archives opened, label files read, what belongs
 * to another modality counted, everything else rejected by name. Nothing is decoded here. Runs in the parse worker.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { PlaygroundError, type Problem, toProblem } from '../errors.ts';
import { sniffAudio } from './audio/sniff-audio.ts';
import { isIgnoredPath } from './class-paths.ts';
import { type ModalityCounts, mostOf, noCounts, otherModality } from './detect-modality.ts';
import { countText, displayName, plural } from './display-name.ts';
import type { DropSource, FileSource } from './drop-source.ts';
import { DOCUMENT_NAME, isNameless, modalitiesByName, PACKED_NAME, suffixOf, TABLE_SUFFIXES } from './file-kinds.ts';
import { foldersOf, framedFolders, groupClips } from './group-clips.ts';
import { type LabelChoices, labelDrop } from './labels/label-drop.ts';
import { readLabelFiles } from './labels/label-files.ts';
import { LIMITS } from './limits.ts';
import { mainReason, reasonText } from './main-reason.ts';
import { compareNatural } from './natural-order.ts';
import { type OpenDropOptions, openDrop } from './open-drop.ts';
import { readableText } from './readable-text.ts';

/** A sample that can be decoded, and its class. */
export type Candidate = DropSource & { className: string };

export interface Listing {
  candidates: Candidate[];
  classNames: string[];
  /** Samples of each modality in the drop; those of others than the wanted one are passed over. */
  counts: ModalityCounts;
  labels: LabelChoices;
  /** Remarks on the whole. */
  notices: Problem[];
}

export interface ListOptions extends Partial<OpenDropOptions> {
  /** What the target takes. */
  modality: Modality;
  /** The way to classes that is wanted, by its id. */
  labeling?: string | undefined;
  /** Called for each file that is left out. */
  onRejected: (problem: Problem) => void;
}

/**
 * @param dropped files, their paths with `/`
 * @throws PlaygroundError `other-modality`, with what the files are, when nothing in the drop is of the wanted modality; `drop-empty`,
 *   `drop-too-many-files` or `no-…` when there is nothing to read
 */
export async function listDrop(dropped: readonly { path: string; file: Blob }[], options: ListOptions): Promise<Listing> {
  const { modality, skip = new Set<string>(), onReading, labeling } = options;
  const rejected: Problem[] = [];
  const reject = (problem: Problem) => {
    // It goes to another thread: of an Error, only the message would arrive.
    const plain = problem instanceof PlaygroundError ? toProblem(problem) : problem;
    rejected.push(plain);
    options.onRejected(plain);
  };
  const sources = await openDrop(dropped, modality, { skip, onReading, onRejected: reject });
  const files = sources.filter((source): source is FileSource => source.kind === 'file' && source.given === null);
  const paths = files.map(({ path }) => path);
  const folders = () => (modality === 'video' ? foldersOf(paths) : modality === 'image' ? framedFolders(paths) : []);
  const labelled = await readLabelFiles(files, reject, { folders, isForPoints: modality === 'point' });
  if (modality === 'video') labelled.tables.push(...labelled.folderTables);
  const samples: DropSource[] = [
    ...sources.filter((source) => source.kind !== 'file' || source.given !== null),
    ...labelled.samples.filter(({ path }) => !DOCUMENT_NAME.test(path)),
  ];
  const counts = noCounts();
  const kinds = await kindsOf(samples, modality);
  for (const kind of kinds.values()) if (kind in counts) counts[kind as Modality]++;
  const mine = samples.filter((source) => kinds.get(source) === modality);
  if (modality === 'video' && counts.image > 0) {
    const pictures = samples.filter((source): source is FileSource => source.kind === 'file' && kinds.get(source) === 'image');
    const grouped = groupClips(pictures, labelled.tables);
    mine.push(...grouped.clips);
    counts.video += grouped.clips.length;
    counts.image -= grouped.frames;
    if (grouped.clips.length > 0) for (const problem of grouped.rejected) reject(problem);
  }
  const most = mostOf(counts);
  if (mine.length === 0 && most !== null && most !== modality) throw otherModality(counts, most, modality);
  const any = samples.filter((source) => kinds.get(source) === 'any');
  for (const source of samples) if (kinds.get(source) === 'unknown') reject(notByName(source.path, modality));

  const taken = [...mine, ...any];
  if (taken.length === 0) throw nothingFound(dropped.filter(({ path }) => !isIgnoredPath(path)).length, rejected, modality);
  if (taken.length > LIMITS.dropSamples) throw tooMany(taken.length);
  const { classOf, choices, problems } = labelDrop(
    {
      paths: taken.map(({ path }) => path),
      given: new Map(taken.flatMap(({ path, given }) => (given === null ? [] : [[path, given]]))),
      tables: labelled.tables,
      projects: labelled.projects,
    },
    labeling,
  );
  for (const problem of problems) reject(problem);
  const candidates = taken.flatMap((source): Candidate[] => {
    const className = classOf.get(source.path);
    return className === undefined || skip.has(source.path) ? [] : [{ ...source, className }];
  });
  const classNames = [...new Set(classOf.values())].sort(compareNatural);
  const notices = noticesOf(counts, modality, classNames);
  const [named] = modality === 'image' ? labelled.folderTables : [];
  if (named) notices.unshift(namesClips(named.path));
  return { candidates, classNames, counts, labels: choices, notices };
}

type SourceKind = Modality | 'any' | 'unknown';

/** What each sample may be: by its name, by its first bytes where a parquet file gave it none. */
async function kindsOf(samples: readonly DropSource[], wanted: Modality): Promise<Map<DropSource, SourceKind>> {
  const kinds = new Map<DropSource, SourceKind>();
  const ofContainer = new Map<string, SourceKind>();
  for (const source of samples) {
    const kind = kindByName(source, wanted);
    const container = /^(.*\.parquet)\/\d+$/i.exec(source.path)?.[1];
    if (source.kind !== 'file' || container === undefined) {
      kinds.set(source, kind);
      continue;
    }
    const known = ofContainer.get(container) ?? (await kindByContent(source, wanted));
    ofContainer.set(container, known);
    kinds.set(source, known);
  }
  return kinds;
}

function kindByName(source: DropSource, wanted: Modality): SourceKind {
  if (source.kind !== 'file') return source.kind === 'picture' ? 'image' : 'video';
  if (source.modality) return source.modality;
  const allowed = modalitiesByName(source.path);
  if (allowed.includes(wanted)) return wanted;
  if (allowed[0]) return allowed[0];
  if (TABLE_SUFFIXES.has(suffixOf(source.path))) return wanted === 'point' ? 'point' : 'unknown';
  return isNameless(source.path) ? 'any' : 'unknown';
}

async function kindByContent(source: FileSource, wanted: Modality): Promise<SourceKind> {
  try {
    const kind = sniffAudio((await source.read()).subarray(0, 512));
    if (['wav', 'mp3', 'flac', 'ogg', 'aac'].includes(kind)) return 'audio';
    if (kind === 'mp4' || kind === 'webm') return wanted === 'audio' ? 'audio' : 'video';
    if (['png', 'jpeg', 'webp', 'gif', 'bmp', 'avif'].includes(kind)) return wanted === 'video' && kind === 'gif' ? 'video' : 'image';
  } catch {
    // It is read again with the others, and then its reason is said.
  }
  return 'any';
}

/** Whole data sets in forms that only other programs read. */
const DATA_OF_PROGRAMS: readonly [suffixes: RegExp, is: string][] = [
  [/\.(h5|hdf5|he5)$/i, 'an HDF5 file'],
  [/\.mat$/i, 'a MATLAB file'],
  [/\.(pkl|pickle|joblib)$/i, 'a Python pickle'],
  [/\.(pt|pth|ckpt)$/i, 'a PyTorch file'],
  [/\.tfrecords?$/i, 'a TensorFlow record file'],
  [/\.(arrow|feather)$/i, 'an Arrow table'],
  [/\.(bin|dat|raw)$/i, 'a file of bare numbers that does not say their form'],
];

function notByName(path: string, modality: Modality): Problem {
  const where = displayName(path);
  if (PACKED_NAME.test(path))
    return {
      code: 'archive-unsupported',
      message: `${where} is an archive of a kind that is not opened.`,
      hint: 'It was left out; the rest loads. Unpack it, or make a .zip of the folder.',
      where,
    };
  const ofProgram = DATA_OF_PROGRAMS.find(([suffixes]) => suffixes.test(path))?.[1];
  if (ofProgram !== undefined)
    return {
      code: 'data-unsupported',
      message: `${where} is ${ofProgram}, which is not read.`,
      hint: 'It was left out; the rest loads. Save its arrays as NPZ (numpy.savez), or each sample as a file of its own.',
      where,
    };
  const { one } = MODALITIES[modality];
  return {
    code: `not-a-${one.replace(' ', '-')}`,
    message: `${where} is not a ${one} by its name.`,
    hint: `It was left out; the rest loads. ${readableText(modality)}`,
    where,
  };
}

function noticesOf(counts: Readonly<ModalityCounts>, wanted: Modality, classNames: readonly string[]): Problem[] {
  const notices: Problem[] = [];
  const most = mostOf({ ...counts, [wanted]: 0 });
  if (most !== null) {
    const { one, many } = MODALITIES[most];
    notices.push({
      code: 'other-modality-beside',
      message: `The drop also holds ${plural(counts[most], one, many)}, which ${counts[most] === 1 ? 'was' : 'were'} passed over: the target takes ${MODALITIES[wanted].many}.`,
      hint: `For those, choose a target for ${many} and drop them again.`,
      modality: most,
    });
  }
  const lower = new Map<string, string>();
  for (const name of classNames) {
    const other = lower.get(name.toLowerCase());
    if (other === undefined) lower.set(name.toLowerCase(), name);
    else
      notices.push({
        code: 'class-names-alike',
        message: `Classes ${displayName(other, 40)} and ${displayName(name, 40)} differ only in capital letters.`,
        hint: 'If they are one, merge them.',
      });
  }
  return notices;
}

/** Pictures are taken as they lie; the page offers the clips. */
function namesClips(path: string): Problem {
  const where = displayName(path);
  return {
    code: 'table-names-clips',
    message: `${where} gives classes to folders of numbered pictures: these could be the frames of clips. Now every picture is a sample of its own, and the table is not used.`,
    hint: 'Read as clips, each folder is one sample, with its class from the table.',
    modality: 'video',
  };
}

function tooMany(count: number): PlaygroundError {
  return new PlaygroundError({
    code: 'drop-too-many-files',
    message: `The drop holds ${countText(count)} samples; ${countText(LIMITS.dropSamples)} are the limit.`,
    hint: 'Drop fewer files at a time, or fewer a class.',
  });
}

function nothingFound(fileCount: number, rejected: readonly Problem[], modality: Modality): PlaygroundError {
  const { first, hint: shared } = mainReason(rejected);
  if (first && fileCount === 1 && rejected.length === 1) return new PlaygroundError(first);
  const { one, many } = MODALITIES[modality];
  const hint = `Drop a folder of ${many} with one sub-folder a class, or a .zip of one. ${readableText(modality)}`;
  if (fileCount === 0) return new PlaygroundError({ code: 'drop-empty', message: 'There is no file in what was dropped.', hint });
  const which =
    fileCount === 1 ? `There is no ${one} in the dropped file.` : `None of the ${countText(fileCount)} dropped files can be used.`;
  return new PlaygroundError({
    code: 'no-samples',
    message: first ? `${which} ${reasonText(first, rejected)}` : which,
    hint: shared ?? hint,
  });
}
