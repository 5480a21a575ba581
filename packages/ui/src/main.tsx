import { render } from 'preact';
import { App } from './app/app.tsx';
import { connectStation } from './data/station.ts';
import './design/index.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html lacks the element #app');
render(<App station={connectStation()} />, root);
