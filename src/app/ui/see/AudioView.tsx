/**
 * @file A sound large: the swing of the original with what the record shows of it marked, the record's spectrogram, and both to be played.
 * A view of the sample viewer; the original is read by `original-client.ts`.
 */
import { useId } from 'react';
import type { AudioForm } from '../../../core/data/audio/audio-record.ts';
import type { Original } from '../../../worker/original-client.ts';
import { Icon } from '../common/Icon.tsx';
import { recordSeconds } from './axis-ticks.ts';
import { seconds } from './fact-rows.ts';
import { Spectrogram } from './Spectrogram.tsx';
import type { SeenSample } from './seen-sample.ts';
import { TimeAxis } from './TimeAxis.tsx';
import { useOriginal } from './use-original.ts';
import { useSound } from './use-sound.ts';
import { Waveform } from './Waveform.tsx';

type Sound = Extract<Original, { kind: 'sound' }>;

interface Props {
  form: AudioForm;
  /** The record, [bands, frames]. */
  values: Float32Array;
  sample: SeenSample;
}

export function AudioView({ form, values, sample }: Props) {
  const { original, problem, isReading } = useOriginal(sample);
  const start = sample.facts?.modality === 'audio' ? sample.facts.startSeconds : 0;
  const used = { from: start, to: start + recordSeconds(form) };
  if (original?.kind === 'sound') return <Heard sound={original} used={used} form={form} values={values} />;
  return (
    <div className="view">
      {sample.original && (
        <p className="help" role="status">
          {isReading ? 'Reading the file to play it …' : (problem?.message ?? 'The file is no longer there.')}
        </p>
      )}
      <Spectrogram form={form} values={values} from={used.from} at={null} />
    </div>
  );
}

interface HeardProps extends Omit<Props, 'sample'> {
  sound: Sound;
  /** What the record shows, in seconds of the whole sound. */
  used: { from: number; to: number };
}

function Heard({ sound, used, form, values }: HeardProps) {
  const { samples, sampleRate, fromSeconds, seconds: whole } = sound;
  const length = samples.length / sampleRate;
  const { at, playing, play, stop, seek } = useSound(samples, sampleRate);
  const id = useId();
  const usedFrom = Math.max(0, used.from - fromSeconds);
  const usedTo = Math.min(length, used.to - fromSeconds);
  const isAllUsed = usedTo - usedFrom > length - 0.01;
  const isCut = length < whole - 0.01;
  return (
    <div className="view">
      <Waveform samples={samples} from={usedFrom / length} to={usedTo / length} at={at / length} isAllUsed={isAllUsed}>
        <TimeAxis from={fromSeconds} to={fromSeconds + length} />
      </Waveform>
      <label className="sr" htmlFor={id}>
        Position in the sound
      </label>
      <input
        id={id}
        className="scrub"
        type="range"
        min={0}
        max={length}
        step="any"
        value={at}
        aria-valuetext={`${seconds(fromSeconds + at)} of ${seconds(whole)}`}
        onKeyDown={(event) => {
          // The step of a continuous slider is left to browsers, which take a hundredth of it.
          const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          seek(at + (step * length) / 50);
        }}
        onChange={(event) => seek(event.currentTarget.valueAsNumber)}
      />
      <div className="row transport">
        {playing === null ? (
          <button type="button" className="btn" onClick={() => void play('all', at < length - 0.01 ? at : 0, length)}>
            <Icon name="play" />
            Play{isCut ? ' this minute' : ''}
          </button>
        ) : (
          <button type="button" className="btn" onClick={stop}>
            <Icon name="pause" />
            Pause
          </button>
        )}
        {!isAllUsed && (
          <button type="button" className="btn" aria-pressed={playing === 'used'} onClick={() => void play('used', usedFrom, usedTo)}>
            <Icon name="play" />
            Play the used {seconds(usedTo - usedFrom)}
          </button>
        )}
        <span className="help">
          {seconds(fromSeconds + at)} of {seconds(whole)}
        </span>
      </div>
      <Spectrogram form={form} values={values} from={used.from} at={at > 0 ? fromSeconds + at : null} />
    </div>
  );
}
