/**
 * @file A point cloud to turn, in WebGL with three: round points coloured by height, a floor for orientation. Loaded only
 * when the viewer shows a cloud. Draws when something has changed, not all the time.
 */
import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  CustomBlending,
  Fog,
  LinearFilter,
  LineBasicMaterial,
  LineSegments,
  OneFactor,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  WebGLRenderer,
  ZeroFactor,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { TABLE_SIZE } from './color-scale.ts';
import { floorFit, floorLines, floorOf, heightShares, THREE_QUARTER } from './point-pixels.ts';
import { type MakeStage, SPIN_SECONDS, ZOOM_RANGE } from './point-stage.ts';

const FIELD = 36;
/** The unit sphere fits the field of view from here. */
const DISTANCE = 1.14 / Math.sin((FIELD * Math.PI) / 360);
/** Diameter of a point where there are 1,024. */
const DOT = 0.046;
/** Points this far behind the middle would be as pale as the paper. */
const FADED = 2.2;

/** @throws Error where the browser gives no WebGL */
export const makePointScene: MakeStage = (canvas, points, colors, onView) => {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  const scene = new Scene();
  const camera = new PerspectiveCamera(FIELD, 1, 0.1, 20);
  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.rotateSpeed = 0.9;
  controls.minDistance = DISTANCE / ZOOM_RANGE[1];
  controls.maxDistance = DISTANCE / ZOOM_RANGE[0];
  controls.autoRotateSpeed = 60 / SPIN_SECONDS;

  const total = points.length / 3;
  const cloud = new BufferGeometry();
  cloud.setAttribute('position', new BufferAttribute(points, 3));
  const tints = new BufferAttribute(new Float32Array(points.length), 3);
  cloud.setAttribute('color', tints);
  const disc = discTexture();
  const dots = new PointsMaterial({
    // three takes it for a field of view of 90°.
    size: (DOT / Math.tan((FIELD * Math.PI) / 360)) * Math.min(1.6, Math.sqrt(1024 / Math.max(1, total))),
    vertexColors: true,
    map: disc,
    alphaTest: 0.5,
    alphaToCoverage: true,
    // The rim's opacity chooses samples only; the canvas stays opaque.
    blending: CustomBlending,
    blendSrc: OneFactor,
    blendDst: ZeroFactor,
    blendSrcAlpha: ZeroFactor,
    blendDstAlpha: OneFactor,
  });
  const pen = new LineBasicMaterial();
  const floor = new BufferGeometry();
  const lines = floorLines(floorOf(points));
  floor.setAttribute('position', new BufferAttribute(lines, 3));
  const fog = new Fog('#000', 1, 2);
  scene.fog = fog;
  scene.add(new Points(cloud, dots), new LineSegments(floor, pen));

  let wanted = 0;
  let spins = false;
  const draw = () => {
    wanted = 0;
    controls.update();
    const distance = controls.getDistance();
    [fog.near, fog.far] = [distance - 0.6, distance + FADED];
    renderer.render(scene, camera);
    onView(-controls.getAzimuthalAngle(), Math.PI / 2 - controls.getPolarAngle());
    if (spins) ask();
  };
  const ask = () => {
    if (wanted === 0) wanted = requestAnimationFrame(draw);
  };
  const recolor: ReturnType<MakeStage>['recolor'] = ({ table, line, paper }) => {
    const shares = heightShares(points);
    const color = new Color();
    for (let p = 0; p < total; p++) {
      const at = 3 * Math.round(shares[p]! * (TABLE_SIZE - 1));
      color.setRGB(table[at]! / 255, table[at + 1]! / 255, table[at + 2]! / 255, 'srgb').toArray(tints.array, 3 * p);
    }
    tints.needsUpdate = true;
    pen.color.setStyle(line);
    fog.color.setStyle(paper);
    renderer.setClearColor(fog.color, 1);
    ask();
  };
  const place = (yaw: number, pitch: number, distance: number) => {
    camera.position.set(
      distance * Math.cos(pitch) * Math.sin(-yaw),
      distance * Math.sin(pitch),
      distance * Math.cos(pitch) * Math.cos(yaw),
    );
    camera.lookAt(0, 0, 0);
    ask();
  };
  const reset = () => place(THREE_QUARTER.yaw, THREE_QUARTER.pitch, DISTANCE * floorFit(lines));
  controls.addEventListener('change', ask);
  recolor(colors);
  reset();
  return {
    turn: (yaw, pitch) => {
      const steepest = Math.PI / 2 - 0.01;
      const up = Math.PI / 2 - controls.getPolarAngle();
      place(-controls.getAzimuthalAngle() + yaw, Math.min(steepest, Math.max(-steepest, up + pitch)), controls.getDistance());
    },
    zoom: (factor) => {
      const distance = Math.min(controls.maxDistance, Math.max(controls.minDistance, controls.getDistance() / factor));
      camera.position.setLength(distance);
      ask();
    },
    reset,
    spin: (isOn) => {
      spins = isOn;
      controls.autoRotate = isOn;
      ask();
    },
    resize: (width, height) => {
      renderer.setSize(width, height, false);
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      ask();
    },
    recolor,
    dispose: () => {
      cancelAnimationFrame(wanted);
      wanted = -1;
      controls.dispose();
      for (const one of [cloud, floor, dots, pen, disc]) one.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
};

/** White, paler from its middle outwards: cut where it is half as opaque, it is a disc at any size. Points are squares without it. */
function discTexture(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 64;
  const context = canvas.getContext('2d');
  if (context) {
    const paler = context.createRadialGradient(32, 32, 0, 32, 32, 60);
    paler.addColorStop(0, '#fff');
    paler.addColorStop(1, '#fff0');
    context.fillStyle = paler;
    context.fillRect(0, 0, 64, 64);
  }
  const texture = new CanvasTexture(canvas);
  texture.generateMipmaps = false;
  texture.minFilter = LinearFilter;
  return texture;
}
