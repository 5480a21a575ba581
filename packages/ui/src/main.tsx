import { render } from 'preact';
import { App } from './app/app.tsx';
import { LoginPage } from './app/login-page.tsx';
import { connectStation } from './data/station.ts';
import { loginAddress } from './navigation/login-address.ts';
import './design/index.css';

const LOGIN_PATH = '/login';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html lacks the element #app');
// Who is not known yet is asked before the station is asked for anything else.
render(location.pathname === LOGIN_PATH ? <LoginPage /> : <App station={connect()} />, root);

function connect(): ReturnType<typeof connectStation> {
  let isLeaving = false;
  return connectStation({
    onUnauthorised: () => {
      if (isLeaving) return;
      isLeaving = true;
      location.assign(loginAddress(location.pathname + location.search));
    },
  });
}
