import type { MapPalette } from '../../map/palette.ts';
import type { LayerKey } from '../../state/layer-keys.ts';

interface Props {
  readonly layer: LayerKey;
  readonly palette: MapPalette;
}

/** A layer as it looks on the map, in 18 × 14. */
export function Swatch({ layer, palette }: Props) {
  return (
    <svg aria-hidden="true" width="18" height="14" viewBox="0 0 18 14">
      {picture(layer, palette)}
    </svg>
  );
}

function picture(layer: LayerKey, palette: MapPalette) {
  const [first, second] = palette.hues;
  switch (layer) {
    case 'street':
      return <path d="M1 9.5h16" stroke={palette.countyLine} strokeWidth="2.6" opacity=".75" />;
    case 'community':
      return (
        <>
          <path d="M.8.8h8.2v12.4H.8z" fill={first!.fill} fillOpacity=".3" stroke={first!.line} strokeWidth="1.4" />
          <path d="M9 .8h8.2v12.4H9z" fill={second!.fill} fillOpacity=".3" stroke={second!.line} strokeWidth="1.4" />
        </>
      );
    case 'grid':
      return <path d="M1 1h16v12H1zM9 1v12" fill="none" stroke={first!.line} strokeWidth="1.1" strokeDasharray="3 2" />;
    case 'network':
      return <path d="M1 7h16" stroke={palette.networks[0]} strokeWidth="3.5" />;
    case 'union':
      return <path d="M1 7h16" stroke={palette.networks[2]} strokeWidth="3.5" strokeDasharray="6 3" />;
    case 'block':
      return <path d="M1 1h16v12H1zM1 7h16M8 1v12" fill="none" stroke={palette.block} strokeWidth=".9" />;
    case 'organization':
      return <circle cx="9" cy="7" r="4" fill={palette.organization} />;
    case 'compound':
      return (
        <path
          d="M2 1.5h14v11H2z"
          fill={palette.compound}
          fillOpacity=".16"
          stroke={palette.compoundLine}
          strokeWidth="1.3"
        />
      );
    case 'building':
      return (
        <path d="M2 2h6v10H2zM10 5h6v7h-6z" fill={palette.building} stroke={palette.buildingLine} strokeWidth="1" />
      );
    case 'building3d':
      return (
        <g fill={palette.building} stroke={palette.textSoft} strokeWidth="1" strokeLinejoin="round">
          <path d="M3 5 9 2l6 3-6 3z" />
          <path d="M3 5v5l6 3V8zM15 5v5l-6 3V8z" />
        </g>
      );
    case 'road':
      return (
        <>
          <path d="M0 7h18" stroke={palette.road.major.casing} strokeWidth="7" />
          <path d="M0 7h18" stroke={palette.road.major.fill} strokeWidth="5" />
        </>
      );
    case 'railway':
      return (
        <>
          <path d="M0 7h18" stroke={palette.railway} strokeWidth="3.2" />
          <path d="M0 7h18" stroke={palette.railwayGap} strokeWidth="1.8" strokeDasharray="4.5 4.5" />
        </>
      );
    case 'water':
      return <rect width="18" height="14" rx="3" fill={palette.water} />;
    case 'landuse':
      return (
        <rect
          width="18"
          height="14"
          rx="3"
          fill={palette.landuse.forest}
          stroke={palette.buildingLine}
          strokeWidth=".5"
        />
      );
    default:
      return (
        <text x="9" y="11.5" textAnchor="middle" fontSize="12" fontWeight="600" fill={palette.text}>
          文
        </text>
      );
  }
}
