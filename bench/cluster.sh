#!/usr/bin/env bash
# Two nodes, Redis, an S3 server and nginx on this machine, in one command. Everything ends with it, and nothing is kept.
#   bench/cluster.sh [PORT]     nginx listens on PORT, 8080 without it
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
port=${1:-8080}

for tool in redis-server nginx curl mvn; do
  PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { echo "cluster: $tool is missing: apt-get install ${tool/mvn/maven}" >&2; exit 1; }
done
jdk=$(./calotype jdk-home)
folder=$(mktemp -d)
trap 'trap - EXIT; kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

[ -f target/servers/s3proxy.jar ] || JAVA_HOME=$jdk mvn -q dependency:copy@s3-server
redis-server --port $((port + 3)) --bind 127.0.0.1 --save '' --dir "$folder" >"$folder/redis.log" &

cat >"$folder/s3proxy.conf" <<SETTINGS
s3proxy.endpoint=http://127.0.0.1:$((port + 4))
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=cluster
s3proxy.credential=cluster-secret
jclouds.provider=transient-nio2
jclouds.identity=x
jclouds.credential=x
SETTINGS
"$jdk/bin/java" -Xmx1g -jar target/servers/s3proxy.jar --properties "$folder/s3proxy.conf" >"$folder/s3.log" 2>&1 &
nothing=$(sha256sum </dev/null)
until curl -sf -X PUT --user cluster:cluster-secret --aws-sigv4 aws:amz:us-east-1:s3 -H "x-amz-content-sha256: ${nothing%% *}" "http://127.0.0.1:$((port + 4))/photos"; do
  sleep 0.2
done

export CALOTYPE_ORIGINALS=s3 CALOTYPE_S3_ENDPOINT=http://127.0.0.1:$((port + 4)) CALOTYPE_S3_REGION=us-east-1 \
  CALOTYPE_S3_BUCKET=photos CALOTYPE_S3_PATH_STYLE=true CALOTYPE_S3_ACCESS_KEY=cluster CALOTYPE_S3_SECRET_KEY=cluster-secret \
  CALOTYPE_RENDITIONS=s3 CALOTYPE_CATALOG=redis CALOTYPE_REDIS_URL=redis://127.0.0.1:$((port + 3)) \
  CALOTYPE_PUBLIC_URL=http://127.0.0.1:$port
# behind a proxy a server needs keys
keys=$(./calotype keys new --role admin --name me)
key=$(sed -n 's/^key: *//p' <<<"$keys")
CALOTYPE_API_KEYS=$(sed -n 's/^entry: *//p' <<<"$keys")
export CALOTYPE_API_KEYS CALOTYPE_TRUSTED_PROXIES=127.0.0.1
for node in 1 2; do
  CALOTYPE_NODE=node$node ./calotype serve --port $((port + node)) --data "$folder/node$node" > >(sed "s/^/node$node: /") 2>&1 &
done

mkdir "$folder/cache"
sed -e "s|/var/cache/nginx/calotype|$folder/cache|; s|listen 80;|listen 127.0.0.1:$port;|" \
  -e 's|^upstream calotype {|&\n    hash $uri consistent;|' \
  -e "s|    server 127.0.0.1:8080;|    server 127.0.0.1:$((port + 1));\n    server 127.0.0.1:$((port + 2));|" docs/nginx.conf >"$folder/site.conf"
cat >"$folder/nginx.conf" <<SETTINGS
daemon off; pid $folder/nginx.pid; error_log stderr error; worker_processes 1;
events { worker_connections 1024; }
http { client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u;
  scgi_temp_path $folder/s; access_log off; include $folder/site.conf; }
SETTINGS
for node in 1 2; do
  until curl -sf -o /dev/null "http://127.0.0.1:$((port + node))/health/ready"; do sleep 0.2; done
done
PATH=$PATH:/usr/sbin nginx -c "$folder/nginx.conf" &
cat <<TEXT

Two nodes behind nginx: http://127.0.0.1:$port, the nodes themselves at ports $((port + 1)) and $((port + 2)). An upload:
  curl -H 'Authorization: Bearer $key' --data-binary @photo.jpg http://127.0.0.1:$port/api/media

TEXT
wait
