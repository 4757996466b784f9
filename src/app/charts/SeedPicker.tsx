/**
 * @file A small native select in a chart's subtitle: which seed is drawn. Plain text while there is only one.
 */
interface SeedPickerProps {
  label: string;
  seeds: readonly number[];
  seed: number | null;
  onSeed: (seed: number) => void;
  /** Words of an extra first choice that stands for all seeds. */
  all?: string;
  onAll?: () => void;
}

export function SeedPicker({ label, seeds, seed, onSeed, all, onAll }: SeedPickerProps) {
  if (seeds.length < 2) return <>{seed === null ? all : `seed ${seed}`}</>;
  return (
    <select
      className="seed-pick"
      aria-label={label}
      value={seed ?? 'all'}
      onChange={(event) => (event.target.value === 'all' ? onAll?.() : onSeed(Number(event.target.value)))}
    >
      {all !== undefined && <option value="all">{all}</option>}
      {seeds.map((one) => (
        <option key={one} value={one}>
          seed {one}
        </option>
      ))}
    </select>
  );
}
