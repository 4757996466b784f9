/** @file Playing a sound from a component: what plays, where it is, and where to go on. */
import { useEffect, useRef, useState } from 'react';
import { createSoundPlayer, type SoundPlayer } from './sound-player.ts';

export type SoundPart = 'all' | 'used';

interface PlayedSound {
  /** Seconds from the beginning of the samples. */
  at: number;
  /** What plays, or null. */
  playing: SoundPart | null;
  play(part: SoundPart, from: number, to: number): Promise<void>;
  /** Stays where it is. */
  stop(): void;
  /** Goes there; plays on if it was playing. */
  seek(at: number): void;
}

/** @param samples the same ones as long as the component lives */
export function useSound(samples: Float32Array<ArrayBuffer>, sampleRate: number): PlayedSound {
  const length = samples.length / sampleRate;
  const player = useRef<SoundPlayer | null>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState<SoundPart | null>(null);
  useEffect(
    () => () => {
      player.current?.close();
      player.current = null;
    },
    [],
  );
  useEffect(() => {
    if (!playing) return;
    let frame = requestAnimationFrame(function follow() {
      setAt(player.current?.position() ?? 0);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);
  const play = async (part: SoundPart, from: number, to: number) => {
    player.current ??= createSoundPlayer(samples, sampleRate);
    setAt(from);
    setPlaying(part);
    await player.current.play(from, to, () => {
      setPlaying(null);
      setAt(part === 'all' ? 0 : from);
    });
  };
  const stop = () => {
    player.current?.stop();
    setPlaying(null);
  };
  const seek = (to: number) => {
    const place = Math.min(length, Math.max(0, to));
    setAt(place);
    if (playing) void play('all', place, length);
  };
  return { at, playing, play, stop, seek };
}
