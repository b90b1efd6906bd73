import { ConfigProvider, type ThemeConfig, theme } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import type { ThemeName } from '../state/preferences.ts';
import { useApp } from '../state/store.ts';
import { useThemeName } from '../state/theme-name.ts';
import { usePhone } from '../ui/use-media.ts';

/** The component library in our language and colours, for the panels that are built of it. Loads with the first. */
export function Kit({ children }: { readonly children: ReactNode }) {
  const name = useThemeName();
  const phone = usePhone();
  const language = useApp((state) => state.preferences.language);
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enGB}
      theme={antdTheme(name, phone)}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}

/** Controls as high as `--tap` asks for where fingers point. */
const FOR_FINGERS = { controlHeight: 44, controlHeightSM: 44, controlHeightLG: 48 };

/** antd's tokens, the same values as ui/tokens.css. */
function antdTheme(name: ThemeName, phone: boolean): ThemeConfig {
  const dark = name === 'dark';
  const link = dark ? '#7fb0ff' : '#0958d9';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      ...(phone ? FOR_FINGERS : {}),
      colorPrimary: '#0958d9',
      // The library's own would be too light for the white on it.
      colorPrimaryHover: '#1d66e0',
      colorLink: link,
      colorError: dark ? '#ff7a7f' : '#c41d28',
      colorBgContainer: dark ? '#171b22' : '#ffffff',
      colorBgElevated: dark ? '#1d222b' : '#ffffff',
      colorText: dark ? '#e8ebf0' : '#18202c',
      colorTextSecondary: dark ? '#b0b9c6' : '#4f5b6b',
      colorTextTertiary: dark ? '#8f9aa9' : '#5f6b7c',
      colorTextPlaceholder: dark ? '#8f9aa9' : '#5f6b7c',
      colorBorder: dark ? '#414a58' : '#cbd2dc',
      colorBorderSecondary: dark ? '#2a313c' : '#e2e6ec',
      borderRadius: 6,
      fontFamily: 'var(--font)',
      motionDurationSlow: '0.2s',
      motionDurationMid: '0.14s',
    },
    // Words of a button under the pointer stay readable in the dark, too.
    components: { Button: { defaultHoverColor: link, defaultHoverBorderColor: link, defaultActiveColor: link } },
  };
}
