import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument, printYamlDocuments } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import type { KubernetesManifest } from '../kubernetes/kubernetes-manifest.ts';
import { partOf, selectorOf } from '../kubernetes/kubernetes-manifest.ts';
import {
  DEPLOY_FOLDER,
  STATION_MEMORY_MIB,
  STATION_PORT,
  STOP_SECONDS,
  speaksTls,
  stationName,
} from './station-deployment.ts';
import { IMAGE_USER, stationImageFiles } from './station-image.ts';

const FOLDER = posix.join(DEPLOY_FOLDER, 'kubernetes');
const DATA_SIZE = '20Gi';
/** Failed startup probes, ten seconds apart, until a start counts as failed: a long log is replayed first. */
const START_FAILURES = 30;

/**
 * Generates the manifests of a station in a cluster: one pod with a volume of its own, what reaches it, and the
 * Dockerfile of its image. A station has one data folder: to be two of, run two, as the guide to production says.
 */
export function generateStationKubernetes(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const name = stationName(definition);
  const header = fileHeader(definition);
  const notes = [
    '',
    `The image ${name} is built by deploy/Dockerfile; a kustomization of yours names the one in your registry.`,
    'The token by which programs are let in is made once:',
    `  kubectl create secret generic ${name} --from-literal=token="$(openssl rand -base64 24)"`,
  ];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['station.yaml'],
  };
  return [
    ...stationImageFiles(definition),
    {
      path: posix.join(FOLDER, 'station.yaml'),
      text: printYamlDocuments([service(definition), statefulSet(definition)], [...header, ...notes]),
    },
    { path: posix.join(FOLDER, 'kustomization.yaml'), text: printYamlDocument(kustomization, header) },
  ];
}

function service(definition: ResolvedDefinition): KubernetesManifest {
  const name = stationName(definition);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { ...selectorOf(name), ...partOf(definition) } },
    spec: {
      selector: selectorOf(name),
      ports: [{ name: speaksTls(definition) ? 'https' : 'http', port: STATION_PORT, targetPort: 'station' }],
    },
  };
}

function statefulSet(definition: ResolvedDefinition): KubernetesManifest {
  const name = stationName(definition);
  const labels = { ...selectorOf(name), ...partOf(definition) };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels },
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: selectorOf(name) },
      template: { metadata: { labels }, spec: podSpec(definition, name) },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: DATA_SIZE } } },
        },
      ],
    },
  };
}

function podSpec(definition: ResolvedDefinition, name: string): YamlMapping {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: STOP_SECONDS,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: IMAGE_USER,
      runAsGroup: IMAGE_USER,
      fsGroup: IMAGE_USER,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(definition, name)],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
  };
}

function container(definition: ResolvedDefinition, name: string): YamlMapping {
  return {
    name: 'telltale',
    image: name,
    env: [{ name: 'TELLTALE_TOKEN', valueFrom: { secretKeyRef: { name, key: 'token' } } }],
    ports: [{ name: 'station', containerPort: STATION_PORT }],
    startupProbe: { ...check(definition, '/-/ready'), periodSeconds: 10, failureThreshold: START_FAILURES },
    readinessProbe: { ...check(definition, '/-/ready'), periodSeconds: 10, timeoutSeconds: 5 },
    livenessProbe: {
      ...check(definition, '/-/healthy'),
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 5,
    },
    resources: {
      requests: { cpu: '250m', memory: `${STATION_MEMORY_MIB / 2}Mi` },
      limits: { memory: `${STATION_MEMORY_MIB}Mi` },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function check(definition: ResolvedDefinition, path: string): YamlMapping {
  return speaksTls(definition) ? { tcpSocket: { port: 'station' } } : { httpGet: { path, port: 'station' } };
}
