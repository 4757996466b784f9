/**
 * @file How fast this machine trains, as measured in steps of any model, so that the next experiment's time can be told
 * before it begins. Kept in this browser by backend; where storage is denied it lasts as long as the page.
 * run-events.ts writes it, the cost beside Train reads it (ui/train/train-cost.ts).
 */
import { createStore } from 'zustand/vanilla';
import type { BackendInfo } from '../../worker/protocol.ts';

/** Speed at one size of step. Small steps are slower for each multiply-add, because every operation has a fixed cost. */
export interface MeasuredSpeed {
  /** Multiply-adds of one step (`core/m2pt/predict-time.ts`). */
  step: number;
  /** Multiply-adds a second. */
  rate: number;
}

/** By place; newest first. */
export type MeasuredSpeeds = Readonly<Record<string, readonly MeasuredSpeed[]>>;

const KEY = 'measured-speed';
/** Sizes remembered for each place. */
const SIZES = 8;
/** Places remembered. */
const PLACES = 6;
/** Sizes within this factor are one. */
const SAME_SIZE = 1.25;
/** Steps whose median counts. */
const WINDOW = 20;
/** Steps shorter than this, in ms, say something only together: the first ones also compile kernels. */
const SLOW_STEP_MS = 2000;
const FEW_STEPS = 5;
/** Shortest time between two writes, in ms. */
const KEEP_EVERY_MS = 5000;

export const speedStore = createStore<{ speeds: MeasuredSpeeds }>(() => ({ speeds: readKept() }));

let recent: { place: string; step: number; seen: number; times: number[] } = { place: '', step: 0, seen: 0, times: [] };
let lastKept = Number.NEGATIVE_INFINITY;

/** Where speeds are comparable: backend and device. */
export function placeOf({ name, adapter }: Pick<BackendInfo, 'name' | 'adapter'>): string {
  return `${name} ${adapter}`.trim();
}

/**
 * Takes the wall times of steps of one experiment.
 * @param step multiply-adds of one of them
 */
export function addStepTimes(place: string, step: number, stepMs: readonly number[]): void {
  if (recent.place !== place || recent.step !== step) recent = { place, step, seen: 0, times: [] };
  // The first step of a size is left out as soon as there is another.
  recent.times = [...(recent.seen === 1 ? [] : recent.times), ...stepMs].slice(-WINDOW);
  recent.seen += stepMs.length;
  const ms = median(recent.times);
  if (!(ms > 0) || (ms < SLOW_STEP_MS && recent.times.length < FEW_STEPS)) return;
  const others = (speedStore.getState().speeds[place] ?? []).filter((one) => !isSameSize(one.step, step));
  const here = [{ step, rate: (1000 * step) / ms }, ...others].slice(0, SIZES);
  const elsewhere = Object.entries(speedStore.getState().speeds).filter(([name]) => name !== place);
  speedStore.setState({ speeds: Object.fromEntries([[place, here], ...elsewhere].slice(0, PLACES)) });
  if (performance.now() - lastKept > KEEP_EVERY_MS) keepSpeeds();
}

/** Writes what was measured into the browser's storage. */
export function keepSpeeds(): void {
  lastKept = performance.now();
  try {
    localStorage.setItem(KEY, JSON.stringify(speedStore.getState().speeds));
  } catch {
    // Storage may be switched off or full; the speeds then last as long as the page.
  }
}

/**
 * The speed measured nearest to a size of step.
 * @param speeds of one place
 * @returns null before anything was measured there; `exact` when steps of about that size were
 */
export function speedFor(speeds: readonly MeasuredSpeed[] | undefined, step: number): { rate: number; exact: boolean } | null {
  const distance = (one: MeasuredSpeed) => Math.abs(Math.log(one.step / step));
  const nearest = speeds?.reduce((best, one) => (distance(one) < distance(best) ? one : best), speeds[0] as MeasuredSpeed);
  return nearest ? { rate: nearest.rate, exact: isSameSize(nearest.step, step) } : null;
}

function isSameSize(a: number, b: number): boolean {
  return Math.max(a, b) <= SAME_SIZE * Math.min(a, b);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  return (upper + (sorted[(sorted.length - 1) >> 1] ?? upper)) / 2;
}

/** What an earlier visit measured; anything that does not look like it is dropped. */
export function readKept(): MeasuredSpeeds {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {}; // denied, or another program's text
  }
}

function checked(kept: unknown): MeasuredSpeeds {
  if (typeof kept !== 'object' || kept === null) return {};
  const places = Object.entries(kept).slice(0, PLACES);
  return Object.fromEntries(places.map(([place, list]) => [place, Array.isArray(list) ? list.filter(isSpeed).slice(0, SIZES) : []]));
}

function isSpeed(one: unknown): one is MeasuredSpeed {
  const { step, rate } = (one ?? {}) as Partial<Record<keyof MeasuredSpeed, unknown>>;
  return [step, rate].every((value) => typeof value === 'number' && Number.isFinite(value) && value > 0);
}
