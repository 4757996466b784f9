/**
 * @file A point cloud to turn, in WebGL with three: round points coloured by height, a floor and an upright for orientation. Loaded only
 * when the viewer shows a cloud. Draws when something has changed, not all the time.
 */
import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  Line,
  LineBasicMaterial,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { TABLE_SIZE } from './color-scale.ts';
import { heightShares, THREE_QUARTER } from './point-pixels.ts';
import { type MakeStage, SPIN_SECONDS, ZOOM_RANGE } from './point-stage.ts';

const FIELD = 36;
/** The unit sphere fits the field of view from here. */
const DISTANCE = 1.04 / Math.sin((FIELD * Math.PI) / 360);
/** Diameter of a point where there are 1,024. */
const DOT = 0.042;

/** @throws Error where the browser gives no WebGL */
export const makePointScene: MakeStage = (canvas, points, colors) => {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
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
    size: DOT * Math.min(1.6, Math.sqrt(1024 / Math.max(1, total))),
    vertexColors: true,
    map: disc,
    alphaTest: 0.5,
    alphaToCoverage: true,
  });
  const pen = new LineBasicMaterial();
  const floor = new BufferGeometry().setFromPoints(circle());
  const upright = new BufferGeometry().setFromPoints([new Vector3(0, -1, 0), new Vector3(0, 1.12, 0)]);
  scene.add(new Points(cloud, dots), new Line(floor, pen), new Line(upright, pen));

  let wanted = 0;
  let spins = false;
  const draw = () => {
    wanted = 0;
    controls.update();
    renderer.render(scene, camera);
    if (spins) ask();
  };
  const ask = () => {
    if (wanted === 0) wanted = requestAnimationFrame(draw);
  };
  const recolor: ReturnType<MakeStage>['recolor'] = ({ table, line }) => {
    const shares = heightShares(points);
    const color = new Color();
    for (let p = 0; p < total; p++) {
      const at = 3 * Math.round(shares[p]! * (TABLE_SIZE - 1));
      color.setRGB(table[at]! / 255, table[at + 1]! / 255, table[at + 2]! / 255, 'srgb').toArray(tints.array, 3 * p);
    }
    tints.needsUpdate = true;
    pen.color.setStyle(line);
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
  const reset = () => place(THREE_QUARTER.yaw, THREE_QUARTER.pitch, DISTANCE);
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
      for (const one of [cloud, floor, upright, dots, pen, disc]) one.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
};

function circle(): Vector3[] {
  return Array.from({ length: 97 }, (_, at) => {
    const angle = (at / 96) * 2 * Math.PI;
    return new Vector3(Math.cos(angle), -1, Math.sin(angle));
  });
}

/** White disc with a soft rim: points are squares without it. */
function discTexture(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 64;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#fff';
    context.beginPath();
    context.arc(32, 32, 30, 0, 2 * Math.PI);
    context.fill();
  }
  return new CanvasTexture(canvas);
}
