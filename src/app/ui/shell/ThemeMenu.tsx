/**
 * @file Light, dark, or as the system. The choices are used in the bar's menu and in the phone's.
 */
import { useStore } from 'zustand';
import { chooseTheme, type Theme, themeStore } from '../../state/theme.ts';
import { Icon } from '../common/Icon.tsx';

const CHOICES: readonly { theme: Theme; label: string }[] = [
  { theme: 'system', label: 'As the system' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
];

export function ThemeMenu() {
  return (
    <>
      <button type="button" className="ib theme-b" title="Light or dark" aria-label="Light or dark" popoverTarget="theme-menu">
        <Icon name="theme" />
      </button>
      <div id="theme-menu" className="pop narrow" popover="auto">
        <ThemeChoices />
      </div>
    </>
  );
}

export function ThemeChoices() {
  const current = useStore(themeStore, (state) => state.theme);
  return (
    <fieldset className="choices">
      <legend className="pop-h">Theme</legend>
      {CHOICES.map(({ theme, label }) => (
        <button key={theme} type="button" className="choice" aria-pressed={theme === current} onClick={() => chooseTheme(theme)}>
          <Icon name="check" />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
