/**
 * @file A point cloud large, to be turned with pointer, fingers, keys or buttons: the points that the model gets. three is loaded here and
 * nowhere else; without WebGL the page's own projection takes its place.
 */
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { PointForm } from '../../../core/data/points/point-record.ts';
import { resolveDataColor, useThemeVersion } from '../../charts/canvas-colors.ts';
import { formatCount } from '../../charts/format.ts';
import { Icon } from '../common/Icon.tsx';
import { AxesHint, turnAxes } from './AxesHint.tsx';
import { heatTable } from './color-scale.ts';
import { makeFlatStage } from './flat-stage.ts';
import type { MakeStage, PointStage, StageColors } from './point-stage.ts';
import { shapeWords } from './point-words.ts';
import type { SeenSample } from './seen-sample.ts';
import { useReducedMotion } from './use-reduced-motion.ts';

interface Props {
  form: PointForm;
  /** The record, [P, 3]. */
  points: Float32Array;
  sample: SeenSample;
}

const TURN = Math.PI / 18;
const NEARER = 1.2;

const colorsNow = (): StageColors => ({
  table: heatTable(resolveDataColor),
  line: resolveDataColor('var(--line-edge)'),
  paper: resolveDataColor('var(--surface-sunk)'),
});

export function PointView({ form, points, sample }: Props) {
  const still = useReducedMotion();
  const [spins, setSpins] = useState(!still);
  const axes = useRef<SVGSVGElement>(null);
  const { box, stage, isFlat } = useStage(points, axes);
  useEffect(() => stage?.spin(spins), [stage, spins]);
  const act = (change: (stage: PointStage) => void) => {
    setSpins(false);
    if (stage) change(stage);
  };
  const onKey = (event: KeyboardEvent) => {
    const change = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (!change) return;
    event.preventDefault();
    act(change);
  };
  return (
    <div className="view">
      <figure className="fig">
        <figcaption>
          <b>What the model gets</b>
          <span>{formatCount(form.points)} points</span>
          <span className="heat-key from-third" aria-hidden="true">
            low <i /> high
          </span>
        </figcaption>
        <div
          ref={box}
          className="stage"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn it
          tabIndex={0}
          role="application"
          aria-roledescription="point cloud"
          aria-label={`${shapeWords(points)} Arrow keys turn it, plus and minus zoom, 0 puts it back.`}
          data-keys
          onKeyDown={onKey}
          onPointerDown={() => setSpins(false)}
        />
        <AxesHint ref={axes} />
      </figure>
      <div className="row transport">
        <button type="button" className="btn" aria-pressed={spins} onClick={() => setSpins(!spins)}>
          <Icon name={spins ? 'pause' : 'redo'} />
          {spins ? 'Stop turning' : 'Turn'}
        </button>
        <button type="button" className="btn square" aria-label="Nearer" title="Nearer (+)" onClick={() => act((it) => it.zoom(NEARER))}>
          <Icon name="plus" />
        </button>
        <button
          type="button"
          className="btn square"
          aria-label="Farther"
          title="Farther (−)"
          onClick={() => act((it) => it.zoom(1 / NEARER))}
        >
          <span aria-hidden="true">−</span>
        </button>
        <button type="button" className="btn" onClick={() => act((it) => it.reset())}>
          Reset view
        </button>
        <span className="help">
          Drag to turn{isFlat ? '; drawn without WebGL' : ''}.{' '}
          {sample.facts?.modality === 'point' && sample.facts.triangles > 0 ? 'Taken from the surface of the model.' : ''}
        </span>
      </div>
    </div>
  );
}

const KEYS: Readonly<Record<string, (stage: PointStage) => void>> = {
  ArrowLeft: (stage) => stage.turn(-TURN, 0),
  ArrowRight: (stage) => stage.turn(TURN, 0),
  ArrowUp: (stage) => stage.turn(0, -TURN),
  ArrowDown: (stage) => stage.turn(0, TURN),
  '+': (stage) => stage.zoom(NEARER),
  '=': (stage) => stage.zoom(NEARER),
  '-': (stage) => stage.zoom(1 / NEARER),
  '0': (stage) => stage.reset(),
  Home: (stage) => stage.reset(),
};

/** Makes the stage in the box, keeps it fitted and in the theme's colours, frees it with the component. */
function useStage(points: Float32Array, axes: RefObject<SVGSVGElement | null>) {
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<{ stage: PointStage; isFlat: boolean } | null>(null);
  const theme = useThemeVersion();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isWanted = true;
    let stage: PointStage | null = null;
    const observer = new ResizeObserver(() => stage?.resize(element.clientWidth, element.clientHeight));
    const open = async () => {
      const onView = (yaw: number, pitch: number) => axes.current && turnAxes(axes.current, yaw, pitch);
      const made = await makeBest(element, points, onView, () => isWanted);
      if (!made) return;
      stage = made.stage;
      stage.resize(element.clientWidth, element.clientHeight);
      observer.observe(element);
      setShown(made);
    };
    void open();
    return () => {
      isWanted = false;
      observer.disconnect();
      stage?.dispose();
      element.replaceChildren();
    };
  }, [points, axes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => shown?.stage.recolor(colorsNow()), [shown, theme]);
  return { box, stage: shown?.stage ?? null, isFlat: shown?.isFlat ?? false };
}

/** WebGL where there is one. A canvas that was asked for WebGL gives nothing else: each try has its own. */
async function makeBest(box: HTMLElement, points: Float32Array, onView: Parameters<MakeStage>[3], isWanted: () => boolean) {
  const attempt = (make: MakeStage) => {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const stage = make(canvas, points, colorsNow(), onView);
    box.replaceChildren(canvas);
    return stage;
  };
  try {
    if (!hasWebgl()) throw new Error('no WebGL');
    const { makePointScene } = await import('./point-scene.ts');
    return isWanted() ? { stage: attempt(makePointScene), isFlat: false } : null;
  } catch {
    // No WebGL, or three could not be loaded: the own projection needs neither.
    return isWanted() ? { stage: attempt(makeFlatStage), isFlat: true } : null;
  }
}

/** Asked before three is loaded, and quietly: three complains on the console. */
function hasWebgl(): boolean {
  if (webgl !== null) return webgl;
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  webgl = context !== null;
  return webgl;
}

let webgl: boolean | null = null;
