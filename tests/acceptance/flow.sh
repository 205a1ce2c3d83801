#!/bin/sh
# The whole flow with curl, grep and cut alone, the way skills do it: flow.sh URL PHOTO TARGET
set -eu
url=$1 photo=$2 target=$3
attribution="-H X-Skill-Source:test -H X-Skill-Version:1.0.0 -H X-Skill-Platform:terminal"

field() { grep -o "\"$1\":\"[^\"]*\"" | head -1 | cut -d'"' -f4; }

token=$(curl -s -X POST "$url/api/auth/anonymous-token" -H "X-Client-Id: flow-test" | field token)
case $token in nmv_usr_*) ;; *) echo "no token: $token" >&2; exit 1 ;; esac
auth="Authorization: Bearer $token"

session=$(curl -s -X POST "$url/api/tasks/me/with-session/nemo_agent" -H "$auth" $attribution \
    -H "Content-Type: application/json" -d '{"task_name":"flow","language":"en"}')
sid=$(echo "$session" | field session_id)
task=$(echo "$session" | field task_id)
[ ${#sid} = 19 ] || { echo "session id: $sid" >&2; exit 1; }

curl -s -X POST "$url/api/auth/claim-token" -H "$auth" -H "Content-Type: application/json" \
    -d "{\"task_id\":\"$task\",\"session_id\":\"$sid\"}" | grep -q '"claim_token":"clm_'

curl -s -X POST "$url/api/upload-video/nemo_agent/me/$sid" -H "$auth" $attribution -F "files=@\"$photo\"" \
    | grep -q '"file_type":"image"'

run() {
    curl -s -N --max-time 300 -X POST "$url/run_sse" -H "$auth" $attribution -H "Content-Type: application/json" \
        -H "Accept: text/event-stream" \
        -d "{\"app_name\":\"nemo_agent\",\"user_id\":\"me\",\"session_id\":\"$sid\",\"new_message\":{\"parts\":[{\"text\":\"$1\"}]}}"
}
run "pull out slowly, 1 second, no title" | grep -q '"final":true'

curl -s "$url/api/credits/balance/simple" -H "$auth" | grep -q '"available":'
state=$(curl -s "$url/api/state/nemo_agent/me/$sid/latest" -H "$auth")
echo "$state" | grep -q '"tt":0'
echo "$state" | grep -q '"tt":1'
draft=$(echo "$state" | grep -o '"draft":{.*},"video_infos"' | sed 's/^"draft"://; s/,"video_infos"$//')

id="render-$$-$(date +%s)"
curl -s -X POST "$url/api/render/proxy/lambda" -H "$auth" $attribution -H "Content-Type: application/json" \
    -d "{\"id\":\"$id\",\"sessionId\":\"$sid\",\"draft\":$draft,\"output\":{\"format\":\"mp4\",\"quality\":\"high\"}}" \
    | grep -q '"code":0'
for _ in $(seq 240); do
    status=$(curl -s "$url/api/render/proxy/lambda/$id" -H "$auth")
    case $status in *'"status":"completed"'*) break ;; *'"status":"failed"'*) echo "$status" >&2; exit 1 ;; esac
    sleep 0.5
done
link=$(echo "$status" | field outputUrl)
case $link in /*) link=$url$link ;; esac
curl -s -f -I "$link" >/dev/null
curl -s -f -o "$target" "$link"
[ "$(curl -s -r 0-3 "$link" | wc -c)" = 4 ]
