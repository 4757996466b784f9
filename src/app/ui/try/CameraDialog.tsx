/**
 * @file One picture from the camera. The stream ends with the dialog; the picture goes the way of a file.
 */
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../common/Icon.tsx';

interface Props {
  onClose: () => void;
  onPicture: (file: File) => void;
}

/** Why there is no camera, in words, from what getUserMedia throws. */
function refusalWords(thrown: unknown): string {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError') return 'The browser was not allowed to use the camera. Allow it beside the address, or choose a file.';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'No camera was found. Connect one, or choose a file.';
  if (name === 'NotReadableError') return 'The camera is in use by another program. Close it there, or choose a file.';
  return 'The camera cannot be used on this page. Choose a file.';
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function snap(video: HTMLVideoElement): Promise<File | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob && new File([blob], 'camera.png', { type: 'image/png' });
}

export function CameraDialog({ onClose, onPicture }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<{ ready: boolean; refusal: string }>({ ready: false, refusal: '' });

  useEffect(() => {
    dialog.current?.showModal();
    let stream: MediaStream | undefined;
    let closed = false;
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        if (closed || !video.current) {
          stop(stream);
          return;
        }
        video.current.srcObject = stream;
        await video.current.play();
        setState({ ready: true, refusal: '' });
      } catch (thrown) {
        if (!closed) setState({ ready: false, refusal: refusalWords(thrown) });
      }
    };
    void open();
    return () => {
      closed = true;
      stop(stream);
    };
  }, []);

  const take = async () => {
    const file = video.current && (await snap(video.current));
    if (file) onPicture(file);
    onClose();
  };

  return (
    <dialog ref={dialog} className="camera" aria-label="Camera" onClose={onClose}>
      {state.refusal ? (
        <p role="alert">{state.refusal}</p>
      ) : (
        <video ref={video} muted playsInline>
          <track kind="captions" />
        </video>
      )}
      <div className="row">
        {!state.refusal && (
          <button type="button" className="btn primary" disabled={!state.ready} onClick={take}>
            <Icon name="camera" />
            {state.ready ? 'Take picture' : 'Waiting for the camera'}
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
