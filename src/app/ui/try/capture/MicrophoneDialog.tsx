/**
 * @file One second from the microphone, with a level that shows whether anything is heard. The recording goes the way of a file.
 */
import { useEffect, useRef, useState } from 'react';
import { CaptureDialog } from './CaptureDialog.tsx';
import { useMediaStream } from './media-stream.ts';
import { record } from './record-stream.ts';

/** As it comes: corrections for speech would change the sound that the model was trained on. */
const MICROPHONE = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } };
const SECOND_MS = 1000;

interface Props {
  onClose: () => void;
  onFile: (file: File) => void;
}

export function MicrophoneDialog({ onClose, onFile }: Props) {
  const { stream, refusal } = useMediaStream(MICROPHONE, 'microphone');
  const [recording, setRecording] = useState(false);
  const [failure, setFailure] = useState('');
  const level = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const show = (value: number) => {
      if (level.current) level.current.value = value;
    };
    return stream ? showLevel(stream, show) : undefined;
  }, [stream]);

  const take = async () => {
    if (!stream) return;
    setRecording(true);
    try {
      onFile(await record(stream, SECOND_MS, 'microphone'));
      onClose();
    } catch {
      setFailure('The browser could not record from the microphone. Choose a file.');
    }
  };

  const label = !stream ? 'Waiting for the microphone' : recording ? 'Recording' : 'Record about 1 s';
  return (
    <CaptureDialog
      title="Sound from the microphone"
      refusal={refusal || failure}
      action={{ label, icon: 'microphone', isReady: stream !== null && !recording, run: () => void take() }}
      onClose={onClose}
    >
      <p className="prose s">
        Press the button, then make the sound. A little more than a second is recorded, because the recorder needs a moment to start;
        nothing leaves this machine.
      </p>
      <meter ref={level} className="level" min={0} max={1} aria-label="Level" data-recording={recording || undefined} />
    </CaptureDialog>
  );
}

/** @param show gets the largest magnitude of the last moment, 0 to 1, at every frame @returns a function that ends it */
function showLevel(stream: MediaStream, show: (value: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const draw = () => {
    analyser.getFloatTimeDomainData(samples);
    show(samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0));
    frame = requestAnimationFrame(draw);
  };
  draw();
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}
