/**
 * @file One picture, or a clip of two seconds, from the camera. The stream ends with the dialog; what was taken goes the way of
 * a file.
 */
import { useEffect, useRef, useState } from 'react';
import { CaptureDialog } from './CaptureDialog.tsx';
import { useMediaStream } from './media-stream.ts';
import { record } from './record-stream.ts';

const CAMERA = { video: { facingMode: 'environment' } };
const CLIP_MS = 2000;

interface Props {
  takes: 'picture' | 'clip';
  onClose: () => void;
  onFile: (file: File) => void;
}

export function CameraDialog({ takes, onClose, onFile }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const { stream, refusal } = useMediaStream(CAMERA, 'camera');
  const [phase, setPhase] = useState<'waiting' | 'ready' | 'recording'>('waiting');
  const [failure, setFailure] = useState('');

  useEffect(() => {
    if (!stream || !video.current) return;
    video.current.srcObject = stream;
    video.current.play().then(
      () => setPhase('ready'),
      () => setFailure('The camera gives no picture. Choose a file.'),
    );
  }, [stream]);

  const take = async () => {
    setPhase('recording');
    try {
      const file = takes === 'picture' ? await snap(video.current) : stream && (await record(stream, CLIP_MS, 'camera'));
      if (file) onFile(file);
      onClose();
    } catch {
      setFailure('The browser could not record from the camera. Choose a file.');
    }
  };

  const words = {
    waiting: 'Waiting for the camera',
    ready: takes === 'picture' ? 'Take picture' : 'Record about 2 s',
    recording: 'Recording',
  };
  return (
    <CaptureDialog
      title={takes === 'picture' ? 'Picture from the camera' : 'Clip from the camera'}
      refusal={refusal || failure}
      action={{ label: words[phase], icon: 'camera', isReady: phase === 'ready', run: () => void take() }}
      onClose={onClose}
    >
      <video ref={video} muted playsInline data-recording={phase === 'recording' || undefined}>
        <track kind="captions" />
      </video>
    </CaptureDialog>
  );
}

async function snap(video: HTMLVideoElement | null): Promise<File | null> {
  if (!video) return null;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob && new File([blob], 'camera.png', { type: 'image/png' });
}
