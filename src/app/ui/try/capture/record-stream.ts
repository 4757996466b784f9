/**
 * @file Some milliseconds of a stream as a file, in whatever container the browser writes; import reads them all.
 */

/** Larger than what a second needs, so that a late start of the recorder loses nothing. */
const LEAD_MS = 150;

/** @returns a WebM or MP4 file, `<name>.webm`; rejects where the browser cannot record */
export async function record(stream: MediaStream, milliseconds: number, name: string): Promise<File> {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new Error('the recorder failed'));
  });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, milliseconds + LEAD_MS));
  if (recorder.state !== 'inactive') recorder.stop();
  await ended;
  const type = recorder.mimeType.split(';')[0] ?? '';
  return new File(parts, `${name}.${type.endsWith('mp4') ? 'mp4' : 'webm'}`, { type });
}
