/** Where a moment is, in pixels from the left. @param seconds since the failover */
export type Scale = (seconds: number) => number;

export const width = 960;
export const leftMargin = 110;
export const rightMargin = 190;
export const rowHeight = 16;
export const rowGap = 3;

/** To be told apart by everybody: the palette of Okabe and Ito, but for grey and near-black. */
export const colours = {
  text: '#222',
  faint: '#666',
  written: '#66c2a5',
  gap: '#222',
  error: '#d55e00',
  readOnly: '#e6b800',
  connections: '#0072b2',
} as const;
