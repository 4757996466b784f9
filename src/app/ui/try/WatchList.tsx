/**
 * @file The live look: three validation samples and what the arms say about them after the same epoch.
 */
import { useMemo } from 'react';
import type { DatasetPlan } from '../../../core/data/dataset.ts';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { readPlanned } from '../../../worker/record-client.ts';
import type { SampleClass } from '../../state/arrange-data.ts';
import { ArmMark } from '../common/ArmMark.tsx';
import { useData, useEngineData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { useSeen } from '../data/use-seen.ts';
import { SampleStrip } from '../see/SampleStrip.tsx';
import { type WatchedAnswer, type WatchedImage, watchedLook } from './watched.ts';

const SHOWN = 3;

export function WatchList() {
  const dataset = useEngineData((state) => state.dataset);
  const { series, activeRun } = useRun((state) => state);
  const active = activeRun === null ? undefined : series[activeRun];
  if (!dataset || !active) return null;
  const { seed } = active.run;
  const { epoch, arms, images } = watchedLook(series, seed, SHOWN);
  const asked = arms.length > 1 ? 'both arms' : (arms[0] ?? '');
  return (
    <section className="blockq">
      <h3>Watch three validation samples</h3>
      <p className="help">
        {epoch > 0 ? `Seed ${seed}, after epoch ${epoch} of ${asked}.` : `Seed ${seed}. They appear after the first epoch.`}
      </p>
      <ul className="watch">
        {images.map((image) => (
          <WatchRow key={image.sample} image={image} dataset={dataset} />
        ))}
      </ul>
    </section>
  );
}

function WatchRow({ image, dataset }: { image: WatchedImage; dataset: DatasetPlan }) {
  const name = dataset.classNames[image.label] ?? '';
  const classes = useData((state) => (state.dataset === dataset ? state.classes : null));
  const seen = useSeen();
  const samples = useMemo(() => {
    const known = classes && sampleAt(classes, image.sample);
    if (known) return [seen(known)];
    // The data on the page is another by now: only the record is left.
    const record = () => readPlanned(dataset, image.sample);
    return [{ path: `Sample ${image.sample + 1}`, className: name, part: 'validation', record, facts: null, original: null }];
  }, [classes, seen, dataset, image.sample, name]);
  return (
    <li>
      <SampleStrip form={dataset.form} samples={samples} label={`${name}, a validation sample`} thumbClass="lg" />
      <div>
        <p className="w-t">{name}</p>
        {image.answers.map((answer) => (
          <AnswerRow key={answer.arm} answer={answer} label={image.label} classNames={dataset.classNames} />
        ))}
      </div>
    </li>
  );
}

/** Sample `index` of the data set that was made of these classes. */
function sampleAt(classes: readonly SampleClass[], index: number): ParsedSample | undefined {
  return classes.filter(({ usable }) => usable).flatMap(({ samples }) => samples)[index];
}

function AnswerRow({ answer, label, classNames }: { answer: WatchedAnswer; label: number; classNames: readonly string[] }) {
  const percent = `${Math.round(100 * answer.share)} %`;
  const right = answer.top === label;
  return (
    <p className="w-r">
      <ArmMark arm={answer.arm} />
      <span className="sr">{answer.arm}</span>
      <span className={`w-b ${answer.arm === 'baseline' ? 'b-base' : 'b-path'}`}>
        <i style={{ '--p': percent.replace(' ', '') }} />
      </span>
      <span className="w-v">{percent}</span>
      <span className="w-s">
        <Icon name={right ? 'check' : 'close'} />
        {right ? <span className="sr">right</span> : <span className="cut">{classNames[answer.top]}</span>}
      </span>
    </p>
  );
}
