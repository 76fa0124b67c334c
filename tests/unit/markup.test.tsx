import { describe, expect, test } from 'vitest';
import { toMarkup } from '@/lib/markup';

function Greeting({ name }: { readonly name: string }) {
  return (
    <>
      <b className="x">{name}</b>
      <br />
    </>
  );
}

describe('HTML made without react-dom', () => {
  test('escapes what people wrote, in text and in attributes', () => {
    const evil = '"><script>alert(1)</script>';
    expect(toMarkup(<p title={evil}>{evil}</p>)).not.toContain('<script');
    expect(toMarkup(<Greeting name={`<b> & "it's"`} />)).toBe(
      '<b class="x">&#60;b&#62; &#38; &#34;it&#39;s&#34;</b><br>',
    );
  });

  test('leaves out what is nothing', () => {
    expect(toMarkup(<p hidden={false}>{[0, null, undefined, false, true, '']}</p>)).toBe('<p>0</p>');
  });

  test('writes attributes by their HTML names', () => {
    const tree = (
      <label htmlFor="a" hidden>
        <meta charSet="utf-8" />
        <i style={{ fontSize: 16, color: 'red' }} />
      </label>
    );
    expect(toMarkup(tree)).toBe(
      '<label for="a" hidden=""><meta charset="utf-8"><i style="font-size:16px;color:red"></i></label>',
    );
  });

  test('refuses what is no element', () => {
    expect(() => toMarkup(Promise.resolve('late'))).toThrow(TypeError);
  });
});
