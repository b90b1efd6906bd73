import { type Accessor, type Layer, LayerExtension, type WebMercatorViewport } from '@deck.gl/core';
import type { HatchColours, Rgba } from './overlay-registry.ts';

export interface HatchProps {
  readonly getHatch: Accessor<unknown, number>;
  readonly hatches: HatchColours;
}

/** Uniforms stand as four numbers each: std140 pads smaller ones. */
const block = `\
layout(std140) uniform hatchUniforms {
  vec4 anchor;
  vec4 changed;
  vec4 unassigned;
  vec4 locked;
} hatch;
`;

const module = {
  name: 'hatch',
  vs: block,
  fs: block,
  uniformTypes: { anchor: 'vec4<f32>', changed: 'vec4<f32>', unassigned: 'vec4<f32>', locked: 'vec4<f32>' },
} as const;

const inject = {
  'vs:#decl': 'in float hatchKinds; flat out float vHatch;',
  'vs:#main-end': 'vHatch = hatchKinds;',
  'fs:#decl': `
flat in float vHatch;
float hatchLine(float along, float periodPx, float halfWidthPx) {
  float away = abs(mod(along, periodPx) - 0.5 * periodPx);
  return 1.0 - smoothstep(halfWidthPx - 0.5, halfWidthPx + 0.5, away);
}
`,
  // Lines to the right for what changed, crossed lines for what lies nowhere, dots for what is locked.
  'fs:DECKGL_FILTER_COLOR': `
  vec2 place = (gl_FragCoord.xy - hatch.anchor.xy) / hatch.anchor.z;
  if (vHatch > 0.5 && vHatch < 1.5) {
    color = mix(color, hatch.changed, hatchLine(place.x - place.y, 9.0, 0.9) * hatch.changed.a);
  } else if (vHatch > 1.5 && vHatch < 2.5) {
    float lines = max(hatchLine(place.x - place.y, 10.0, 0.8), hatchLine(place.x + place.y, 10.0, 0.8));
    color = mix(color, hatch.unassigned, lines * hatch.unassigned.a);
  } else if (vHatch > 2.5) {
    float dot = 1.0 - smoothstep(0.9, 1.7, length(mod(place, 8.0) - 4.0));
    color = mix(color, hatch.locked, dot * hatch.locked.a);
  }
`,
};

const unit = ([red, green, blue, alpha]: Rgba): number[] => [red / 255, green / 255, blue / 255, alpha / 255];

/** All patterns repeat after this many pixels: 8, 9 and 10 divide it. */
const PATTERNS_PX = 360;

/** Hatches areas, each by its number. The pattern holds still on the ground while the map is moved. */
export class HatchExtension extends LayerExtension {
  static override extensionName = 'HatchExtension';
  static override defaultProps = { getHatch: { type: 'accessor', value: 0 } };

  override getShaders() {
    return { modules: [module], inject };
  }

  override initializeState(this: Layer<HatchProps>) {
    this.getAttributeManager()?.add({
      hatchKinds: { size: 1, stepMode: 'dynamic', accessor: 'getHatch', defaultValue: 0 },
    });
  }

  override draw(this: Layer<HatchProps>) {
    const { device } = this.context;
    const viewport = this.context.viewport as WebMercatorViewport;
    const ratio = device.getDefaultCanvasContext().cssToDeviceRatio();
    const [changed, unassigned, locked] = this.props.hatches;
    // A fixed place, in pixels from the lower left; a whole number of patterns away is as good and keeps the digits.
    const [x, y] = viewport.project([Math.round(viewport.longitude), Math.round(viewport.latitude)]);
    const anchor = [x! % PATTERNS_PX, (viewport.height - y!) % PATTERNS_PX].map((px) => px * ratio);
    this.setShaderModuleProps({
      hatch: {
        anchor: [...anchor, ratio, 0],
        ...{ changed: unit(changed), unassigned: unit(unassigned), locked: unit(locked) },
      },
    });
  }
}
