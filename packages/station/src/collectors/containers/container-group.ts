/** A control group: a container, or what containers and services are grouped in. */
export interface ControlGroup {
  /** Its path below the root: `/system.slice/docker-….scope`. */
  readonly id: string;
  /** The id that the engine gave to the container; `undefined` where it is none. */
  readonly containerId: string | undefined;
}

/** `docker-<id>.scope`, `cri-containerd-<id>.scope`, `crio-<id>.scope`, `libpod-<id>.scope`, of systemd's driver. */
const SCOPE = /^(?:docker|cri-containerd|crio|libpod|nerdctl)-([0-9a-f]{64})\.scope$/;
/** The same without systemd: `/docker/<id>`, `/kubepods/pod…/<id>`. */
const PLAIN = /^(?:libpod-|crio-)?([0-9a-f]{64})$/;

/** The id of the container that a group's name tells, where it is one. */
export function containerIdOf(name: string): string | undefined {
  return SCOPE.exec(name)?.[1] ?? PLAIN.exec(name)?.[1];
}
